import { asOperator, withServer } from '#bin/mailroom/database.ts';
import { readInput } from '#bin/mailroom/input.ts';
import { answer, answerJson, answerRow, tell } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { MailroomError } from '#lib/errors.ts';
import {
  addTwilioAccount,
  exchangeToken,
  listTwilioAccounts,
  removeTwilioAccount,
} from '#lib/phones/twilio-accounts.ts';
import { rightSecret } from '#lib/right-secret.ts';
import { makeSecret } from '#lib/secret.ts';

export async function list(given: Given): Promise<undefined> {
  const accounts = await asOperator(listTwilioAccounts);
  if (given.flag('json')) answerJson(accounts);
  else
    for (const { accountSid, label, lastRun } of accounts)
      answerRow([accountSid, label, lastRun?.error ?? null]);
}

export async function add(given: Given): Promise<undefined> {
  await findSecret();
  const authToken = await readToken();
  const account = { accountSid: sidOf(given), authToken, label: given.text('label') };
  const added = await asOperator((actor) => addTwilioAccount(actor, account));
  if (given.flag('json')) answerJson(added);
  else answer(added.accountSid);
  tell(`${added.label} is here: its numbers can be brought in with mailroom numbers receive.`);
}

export async function exchange(given: Given): Promise<undefined> {
  await findSecret();
  const token = await readToken();
  await asOperator((actor) => exchangeToken(actor, sidOf(given), token));
  tell('The token is exchanged. What Twilio signs with the one before is believed for a day more.');
}

export async function remove(given: Given): Promise<undefined> {
  await asOperator((actor) => removeTwilioAccount(actor, sidOf(given)));
  tell('The account and its token are forgotten.');
}

function sidOf({ positionals: [accountSid = ''] }: Given): string {
  return accountSid;
}

function readToken(): Promise<string> {
  if (process.stdin.isTTY) tell('Type the auth token, then Enter and Ctrl-D:');
  return readInput();
}

/** With the one of the Mailroom whose database this is, or what is sealed could never be read. */
async function findSecret(): Promise<void> {
  const found = await withServer(
    async (url, settings) =>
      (await rightSecret(settings, url)) ?? (settings.databaseUrl ? null : makeSecret(settings.dataDir)),
    { create: false },
  );
  if (!found)
    throw new MailroomError(
      'unavailable',
      'MAILROOM_SECRET is not set, and DATA_DIR has none: set the one that Mailroom runs with.',
    );
  process.env.MAILROOM_SECRET = found;
}
