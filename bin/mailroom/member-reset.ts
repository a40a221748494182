import { asOperator } from '#bin/mailroom/database.ts';
import { answer, answerJson, tell } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { makePasswordReset, RESET_HOURS } from '#lib/access/password-resets.ts';
import { readSignInEmail } from '#lib/access/person.ts';
import { settings } from '#lib/settings.ts';

export async function run(given: Given): Promise<undefined> {
  const email = readSignInEmail(given.positionals[0] ?? '');
  const { token, ...made } = await asOperator((actor) => makePasswordReset(actor, { email }));
  const link = `${settings().web.publicUrl}/new-password/${token}`;
  if (given.flag('json')) answerJson({ ...made, link });
  else answer(link);
  tell(`The link for ${made.email} is shown this once. It works once, for ${RESET_HOURS} hours.`);
}
