import { z } from 'zod';
import { asOperator } from '#bin/mailroom/database.ts';
import { answerJson, tell } from '#bin/mailroom/output.ts';
import { type Given, UsageError } from '#bin/mailroom/usage.ts';
import { revokeToken } from '#lib/access/tokens.ts';

export async function run(given: Given): Promise<undefined> {
  const [id = ''] = given.positionals;
  if (!z.guid().safeParse(id).success)
    throw new UsageError(`“${id}” is not the id of a token; mailroom token list shows them.`);
  const revoked = await asOperator((actor) => revokeToken(actor, id));
  if (given.flag('json')) answerJson(revoked);
  tell(`The token ${revoked.prefix}… (${revoked.name}) is revoked.`);
}
