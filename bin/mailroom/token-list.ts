import { asOperator } from '#bin/mailroom/database.ts';
import { answerJson, answerRow } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { listTokens } from '#lib/access/tokens.ts';

export async function run(given: Given): Promise<undefined> {
  const tokens = await asOperator(listTokens);
  if (given.flag('json')) answerJson(tokens);
  else
    for (const token of tokens)
      answerRow([
        ...[token.id, token.prefix, token.name, token.scopes.join(',')],
        token.addresses?.join(',') ?? 'all addresses',
        token.lastUsedAt ?? 'never used',
        token.revokedAt ? 'revoked' : 'active',
      ]);
}
