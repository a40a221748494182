import type { Actor } from '#lib/access/actor.ts';
import { visibleAccounts } from '#lib/access/permissions.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import { database } from '#lib/database/client.ts';

/**
 * The codes as the actor may be told of them: an account that they may not see is none. Only a member who is not an
 * owner costs a query, and only where there is an account: who sees all accounts, or a token that sees those at its
 * addresses, sees that of every code they see.
 */
export async function withVisibleAccounts(actor: Actor, codes: PublicCode[]): Promise<PublicCode[]> {
  const ids = [...new Set(codes.flatMap(({ accountId }) => accountId ?? []))];
  if (ids.length === 0 || actor.kind !== 'member' || actor.role === 'owner') return codes;
  const rows = await database().account.findMany({
    where: { AND: [visibleAccounts(actor), { id: { in: ids } }] },
    select: { id: true },
  });
  const visible = new Set(rows.map(({ id }) => id));
  return codes.map((code) =>
    code.accountId && !visible.has(code.accountId) ? { ...code, accountId: null } : code,
  );
}

/** The same of one code. */
export async function withVisibleAccount(actor: Actor, code: PublicCode): Promise<PublicCode> {
  const [told = code] = await withVisibleAccounts(actor, [code]);
  return told;
}
