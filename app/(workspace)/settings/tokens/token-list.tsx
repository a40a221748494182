import { Age } from '#app/(workspace)/age.tsx';
import { EndsIn } from '#app/(workspace)/ends-in.tsx';
import { RevokeToken } from '#app/(workspace)/settings/tokens/revoke-token.tsx';
import type { PublicToken } from '#lib/access/tokens.ts';

/** The tokens that work, and below them, out of the way, those that do not any more. */
export function TokenList({ tokens }: { tokens: PublicToken[] }) {
  const [working, ended] = [tokens.filter((token) => !hasEnded(token)), tokens.filter(hasEnded)];
  return (
    <>
      {working.length === 0 ? <NoToken /> : <Rows label="Tokens" tokens={working} />}
      {ended.length > 0 && (
        <details>
          <summary className="py-2 text-ink-2">Revoked and expired ({ended.length})</summary>
          <Rows label="Revoked and expired tokens" tokens={ended} />
        </details>
      )}
    </>
  );
}

function hasEnded({ revokedAt, expiresAt }: PublicToken): boolean {
  return revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= Date.now());
}

function NoToken() {
  return (
    <p className="border-line border-y py-4 text-ink-2">
      No token yet. A program needs one to ask for codes: make one above, or on the command line with{' '}
      <code className="font-mono text-ink text-small">
        npm run mailroom -- token create --name ci --scope codes:read
      </code>
      .
    </p>
  );
}

function Rows({ label, tokens }: { label: string; tokens: PublicToken[] }) {
  return (
    <ul aria-label={label} className="border-line border-t">
      {tokens.map((token) => (
        <li key={token.id} className="flex items-start gap-3 border-line border-b py-3">
          <div className="min-w-0 flex-1">
            <p className="break-words">
              <span className="font-medium">{token.name}</span>{' '}
              <code className="whitespace-nowrap font-mono text-ink-3 text-small">{token.prefix}…</code>
            </p>
            <p className="text-ink-2 text-small">{token.scopes.join(', ')}</p>
            <p className="break-words text-ink-2 text-small">{wordsOf(token)}</p>
            <p className="text-ink-3 text-small">
              <Times token={token} />
            </p>
          </div>
          {!hasEnded(token) && <RevokeToken id={token.id} name={token.name} />}
        </li>
      ))}
    </ul>
  );
}

function Times({ token: { createdAt, lastUsedAt, expiresAt, revokedAt } }: { token: PublicToken }) {
  return (
    <>
      made <Age ago at={createdAt} /> ·{' '}
      {lastUsedAt ? (
        <>
          last used <Age ago at={lastUsedAt} />
        </>
      ) : (
        'never used'
      )}{' '}
      ·{' '}
      {revokedAt ? (
        <>
          revoked <Age ago at={revokedAt} />
        </>
      ) : expiresAt ? (
        <EndsIn at={expiresAt} soon="expires in" over="expired" />
      ) : (
        'never expires'
      )}
    </>
  );
}

function wordsOf({ addresses, hiddenAddresses }: PublicToken): string {
  if (addresses === null) return 'Every address';
  const hidden = hiddenAddresses > 0 ? [`${hiddenAddresses} that you may not see`] : [];
  const named = [...addresses, ...hidden];
  return named.length === 0 ? 'Its addresses have been deleted: it sees nothing' : named.join(', ');
}
