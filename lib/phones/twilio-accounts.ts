import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator, requireOwner } from '#lib/access/permissions.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { openClient } from '#lib/phones/client.ts';
import { purposeOf } from '#lib/phones/clients.ts';
import { failureOf, providerError } from '#lib/phones/failure.ts';
import { place } from '#lib/phones/mend.ts';
import { listAll } from '#lib/phones/own.ts';
import { type PublicReconciliation, presentRun } from '#lib/phones/reconciliation.ts';
import { seal } from '#lib/seal.ts';
import { settings } from '#lib/settings.ts';
import { Prisma, type TwilioAccount } from '#prisma/generated/client.ts';

/** A Twilio account of the workspace's own besides the configured one, such as a subaccount. Never its token. */
export type PublicTwilioAccount = {
  accountSid: string;
  label: string;
  createdAt: string;
  /** Null before the first run. */
  lastRun: PublicReconciliation | null;
};

/** Each is asked when the numbers are listed, and every few minutes. */
const MOST_ACCOUNTS = 20;
/** Twilio's tokens have 32 characters. */
const MAX_TOKEN = 200;
/** Shown on one line. */
const MAX_LABEL = 100;

/**
 * Keeps the token of a Twilio account, sealed, once Twilio has accepted it. Its webhooks are believed then, for numbers
 * of this workspace only, and those of its numbers that are managed here are asked and sent from with it.
 * @param given.label Twilio's own name for it where there is none
 * @throws MailroomError `forbidden` for anybody but an owner; `invalid-input`; what Twilio answers
 */
export async function addTwilioAccount(
  actor: Actor,
  given: { accountSid: string; authToken: string; label?: string | null },
): Promise<PublicTwilioAccount> {
  requireOwner(actor);
  const { workspaceId } = actor;
  const [accountSid, authToken] = [checkSid(given.accountSid), checkToken(given.authToken)];
  const wanted = checkLabel(given.label);
  if ((await database().twilioAccount.count({ where: { workspaceId } })) >= MOST_ACCOUNTS)
    throw invalidField('accountSid', `A workspace has at most ${MOST_ACCOUNTS} Twilio accounts.`);
  const name = await nameAtTwilio(accountSid, authToken);
  const label = wanted ?? name.slice(0, MAX_LABEL);
  const row = await database()
    .$transaction(async (transaction) => {
      await audit(transaction, actor, { action: 'twilio-account.added', subjectName: label });
      return transaction.twilioAccount.create({
        data: { accountSid, workspaceId, label, authToken: seal(authToken, purposeOf(accountSid)) },
      });
    })
    .catch((error: unknown) => {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
        throw invalidField('accountSid', 'This Twilio account is here already: exchange its token instead.');
      throw error;
    });
  // The round does so too: here, so that its numbers are its own at once.
  const client = open(accountSid, authToken);
  await listAll(client)
    .then((numbers) => place({ workspaceId, sid: accountSid, client }, numbers))
    .catch(() => {});
  return present(row, null);
}

/** By label. @throws MailroomError `forbidden` */
export async function listTwilioAccounts(actor: Actor): Promise<PublicTwilioAccount[]> {
  requireAdministrator(actor);
  const rows = await database().twilioAccount.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: [{ label: 'asc' }, { accountSid: 'asc' }],
  });
  const runs = await database().reconciliation.findMany({
    where: { accountSid: { in: rows.map(({ accountSid }) => accountSid) } },
  });
  return rows.map((row) => {
    const run = runs.find(({ accountSid }) => accountSid === row.accountSid);
    return present(row, run ? presentRun(run) : null);
  });
}

/**
 * Puts another token in the place of the one that is here, once Twilio has accepted it. What is signed with the one
 * before is believed for a day more, for the time until the new one is Twilio's primary one.
 * @throws MailroomError `forbidden`; `not-found`; `invalid-input`; what Twilio answers
 */
export async function exchangeToken(actor: Actor, accountSid: string, given: string): Promise<void> {
  requireOwner(actor);
  const { label, authToken: before } = await requireAccount(actor, accountSid);
  const authToken = checkToken(given);
  await nameAtTwilio(accountSid, authToken);
  await database().$transaction(async (transaction) => {
    await transaction.twilioAccount.update({
      where: { accountSid },
      data: {
        ...{ authToken: seal(authToken, purposeOf(accountSid)), tokenBefore: before },
        exchangedAt: new Date(),
      },
    });
    await audit(transaction, actor, { action: 'twilio-account.token-exchanged', subjectName: label });
  });
}

/**
 * Its webhooks are refused from now on; its numbers stay managed, and what came stays.
 * @throws MailroomError `forbidden`; `not-found`; `invalid-input` while a number of it waits to be given back
 */
export async function removeTwilioAccount(actor: Actor, accountSid: string): Promise<void> {
  requireOwner(actor);
  const { workspaceId } = actor;
  const { label } = await requireAccount(actor, accountSid);
  await database().$transaction(async (transaction) => {
    const waiting = await transaction.numberRelease.findFirst({
      where: { workspaceId, releasedAt: null, address: { twilioAccountSid: accountSid } },
      include: { address: true },
    });
    // Without its token it could not be given back, and would go on costing money.
    if (waiting)
      throw invalidField(
        'accountSid',
        `${waiting.address.address} is still to be given back to Twilio: keep it first, or wait for that.`,
      );
    await transaction.managedAddress.updateMany({
      where: { workspaceId, twilioAccountSid: accountSid },
      data: { twilioAccountSid: null },
    });
    await transaction.twilioAccount.deleteMany({ where: { workspaceId, accountSid } });
    await transaction.reconciliation.deleteMany({ where: { accountSid } });
    await audit(transaction, actor, { action: 'twilio-account.removed', subjectName: label });
  });
}

async function requireAccount({ workspaceId }: Actor, accountSid: string): Promise<TwilioAccount> {
  const row = await database().twilioAccount.findFirst({ where: { workspaceId, accountSid } });
  if (!row) throw new MailroomError('not-found', `There is no Twilio account ${accountSid} here.`);
  return row;
}

function present(row: TwilioAccount, lastRun: PublicReconciliation | null): PublicTwilioAccount {
  const { accountSid, label, createdAt } = row;
  return { accountSid, label, createdAt: createdAt.toISOString(), lastRun };
}

function checkSid(given: string): string {
  const accountSid = given.trim();
  if (!/^AC[0-9a-f]{32}$/i.test(accountSid))
    throw invalidField('accountSid', 'An account SID is AC and 32 hexadecimal digits.');
  const configured = settings().twilio;
  if (!configured) throw new MailroomError('not-found', 'Twilio is not configured here.');
  if (accountSid === configured.accountSid)
    throw invalidField(
      'accountSid',
      'This is the account that Mailroom is configured with: it is here already.',
    );
  return accountSid;
}

function checkToken(given: string): string {
  const token = given.trim();
  if (token !== '' && token.length <= MAX_TOKEN && /^[\x21-\x7e]+$/.test(token)) return token;
  throw invalidField('authToken', 'This is no auth token: Twilio’s console shows it with the account.');
}

function checkLabel(given: string | null | undefined): string | null {
  const label = given?.trim() || null;
  if (label === null || (label.length <= MAX_LABEL && !/\p{Cc}/u.test(label))) return label;
  throw invalidField('label', `A label is one line of at most ${MAX_LABEL} characters.`);
}

/** @throws MailroomError where Twilio does not accept the two together, or the account is closed or suspended */
async function nameAtTwilio(accountSid: string, authToken: string): Promise<string> {
  const { friendlyName, status } = await open(accountSid, authToken)
    .api.v2010.accounts(accountSid)
    .fetch()
    .catch((error: unknown) => {
      const failure = failureOf(error);
      if (failure.kind === 'refused' && [401, 403, 404].includes(failure.status))
        throw invalidField('authToken', 'Twilio does not accept this account SID with this token.');
      throw providerError(error);
    });
  if (status === 'active') return friendlyName || accountSid;
  throw invalidField('accountSid', `This account is ${status} at Twilio.`);
}

function open(accountSid: string, authToken: string) {
  return openClient({ accountSid, authTokens: [authToken], apiUrl: settings().twilio?.apiUrl ?? null });
}
