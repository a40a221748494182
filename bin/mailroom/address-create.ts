import { asOperator } from '#bin/mailroom/database.ts';
import { answer, answerJson } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { createAddress } from '#lib/addresses/manage.ts';

export async function run(given: Given): Promise<undefined> {
  const [address = ''] = given.positionals;
  const made = await asOperator((actor) => createAddress(actor, { address, label: given.text('label') }));
  if (given.flag('json')) answerJson(made);
  else answer(made.address);
}
