import { asOperator } from '#bin/mailroom/database.ts';
import { answerJson, answerRow } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { listAddresses } from '#lib/addresses/manage.ts';

export async function run(given: Given): Promise<undefined> {
  const addresses = await asOperator(listAddresses);
  if (given.flag('json')) answerJson(addresses);
  else for (const { address, label } of addresses) answerRow(label ? [address, label] : [address]);
}
