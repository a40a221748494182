import { LastRun } from '#app/(workspace)/settings/phones/last-run.tsx';
import {
  AddTwilioAccount,
  ExchangeToken,
  RemoveTwilioAccount,
} from '#app/(workspace)/settings/phones/twilio-account-buttons.tsx';
import type { PublicTwilioAccount } from '#lib/phones/twilio-accounts.ts';

/** The workspace's own Twilio accounts: their webhooks are signed with their own tokens. */
export function TwilioAccounts({ accounts, isOwner }: { accounts: PublicTwilioAccount[]; isOwner: boolean }) {
  if (accounts.length === 0 && !isOwner) return null;
  return (
    <section className="grid gap-3" aria-labelledby="twilio-accounts">
      <h2 id="twilio-accounts" className="font-semibold">
        Subaccounts
      </h2>
      <p className="text-ink-2">
        A subaccount of Twilio signs its texts with a token of its own. Once that token is here, its numbers
        are in the list above, receive and send. A number that you buy here is the main account’s.
      </p>
      {accounts.length > 0 && (
        <ul aria-label="Subaccounts" className="border-line border-t">
          {accounts.map((account) => (
            <li key={account.accountSid} className="grid gap-2 border-line border-b py-3">
              <div>
                <p className="break-words font-medium">{account.label}</p>
                <p className="break-all text-ink-3 text-small">{account.accountSid}</p>
                <LastRun run={account.lastRun} />
              </div>
              {isOwner && (
                <div className="flex flex-wrap gap-2">
                  <ExchangeToken account={account} />
                  <RemoveTwilioAccount account={account} />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {isOwner && <AddTwilioAccount />}
    </section>
  );
}
