import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { providerError } from '#lib/phones/failure.ts';
import { findNumber } from '#lib/phones/numbers.ts';
import { findOwn } from '#lib/phones/own.ts';
import { forEach } from '#lib/phones/round.ts';
import { NO_VOICE, rightVoice, voiceState } from '#lib/phones/webhook.ts';

/** A caller hears it in twenty seconds. */
export const MAX_GREETING = 300;

/**
 * Has the calls to a number answered, recorded and transcribed from now on.
 * @param greeting what a caller is told first, such as that they are recorded; null: nothing
 * @throws MailroomError `not-found`; `invalid-input`; what Twilio answers: it is tried again every few minutes then
 */
export async function answerCalls(actor: Actor, number: string, greeting: string | null): Promise<void> {
  const { providerId, addressId, capabilities } = await findNumber(actor, number);
  if (!providerId || !addressId)
    throw new MailroomError('not-found', `${number} is not a managed phone of the Twilio account.`);
  if (!capabilities?.voice) throw invalidField('calls', `${number} takes no calls.`);
  const text = cleanGreeting(greeting);
  await database().$transaction(async (transaction) => {
    await transaction.callAnswering.upsert({
      where: { addressId },
      create: { addressId, workspaceId: actor.workspaceId, greeting: text },
      update: { greeting: text },
    });
    await audit(transaction, actor, {
      action: 'calls.answered',
      subjectId: addressId,
      subjectName: number,
      addressId,
    });
  });
  const own = await findOwn(actor.workspaceId, number).catch(refuse);
  await own?.resource.update(rightVoice()).catch(refuse);
}

/** Calls to the number are answered by nobody from now on. @throws MailroomError `not-found`; what Twilio answers */
export async function leaveCalls(actor: Actor, number: string): Promise<void> {
  const { addressId, calls } = await findNumber(actor, number);
  if (!addressId || !calls) return;
  const own = await findOwn(actor.workspaceId, number).catch(refuse);
  // Only where they come here: whoever set another way keeps it.
  if (own && voiceState(own.shown) === 'right') await own.resource.update(NO_VOICE).catch(refuse);
  await database().$transaction(async (transaction) => {
    await transaction.callAnswering.deleteMany({ where: { addressId, workspaceId: actor.workspaceId } });
    await audit(transaction, actor, {
      action: 'calls.left',
      subjectId: addressId,
      subjectName: number,
      addressId,
    });
  });
}

/** What a caller of this number is told; null where its calls are not answered. */
export async function findAnswering(number: string): Promise<{ greeting: string | null } | null> {
  return database().callAnswering.findFirst({ where: { address: { address: number } } });
}

type Answering = { workspaceId: string; addressId: string; number: string };

/** The numbers whose calls are answered, of one workspace or of all. */
export async function listAnswering(workspaceId: string | null): Promise<Answering[]> {
  const rows = await database().callAnswering.findMany({
    where: workspaceId === null ? {} : { workspaceId },
    include: { address: true },
  });
  return rows.map(({ address, ...row }) => ({
    ...{ workspaceId: row.workspaceId, addressId: row.addressId },
    number: address.address,
  }));
}

/**
 * Sends the calls of those numbers here again, where Twilio says that they go elsewhere.
 * @throws the first failure, after all of them have been tried
 */
export async function repairCalls(): Promise<void> {
  await forEach(await listAnswering(null), repair);
}

async function repair({ workspaceId, number }: Answering): Promise<void> {
  const own = await findOwn(workspaceId, number);
  if (own && voiceState(own.shown) !== 'right') await own.resource.update(rightVoice()).catch(refuse);
}

function cleanGreeting(given: string | null): string | null {
  const greeting = given?.trim() || null;
  if (greeting && (greeting.length > MAX_GREETING || /\p{Cc}/u.test(greeting)))
    throw invalidField('greeting', `A greeting is one line of at most ${MAX_GREETING} characters.`);
  return greeting;
}

function refuse(error: unknown): never {
  throw providerError(error);
}
