import { asOperator } from '#bin/mailroom/database.ts';
import { answer, answerJson, tell } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { createToken } from '#lib/access/tokens.ts';

export async function run(given: Given): Promise<undefined> {
  const input = {
    name: given.text('name') ?? '',
    scopes: given.list('scope').flatMap((scopes) => scopes.split(',').map((scope) => scope.trim())),
    addresses: given.list('address'),
  };
  const made = await asOperator((actor) => createToken(actor, input));
  if (given.flag('json')) answerJson(made);
  else answer(made.token);
  tell(`The token ${made.prefix}… (${made.id}) is shown this once: keep it now.`);
}
