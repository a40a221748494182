import type { Metadata } from 'next';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { NewToken } from '#app/(workspace)/settings/tokens/new-token.tsx';
import { TokenList } from '#app/(workspace)/settings/tokens/token-list.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listTokens } from '#lib/access/tokens.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import { settings } from '#lib/settings.ts';

export const metadata: Metadata = { title: 'API tokens' };

export default async function TokensPage() {
  const actor = await requireMember('/settings/tokens');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  const [tokens, addresses] = await Promise.all([listTokens(actor), listAddresses(actor)]);
  return (
    <>
      <p className="text-ink-2">
        With a token a program asks for codes over the HTTP API. It may do what you tick, at the addresses you
        choose.
      </p>
      <NewToken addresses={addresses} everyAddress={actor.role === 'owner'} url={settings().web.publicUrl} />
      <TokenList tokens={tokens} />
    </>
  );
}
