import { database } from '#lib/database/client.ts';
import { clientOf } from '#lib/phones/clients.ts';
import { handOver, type TextToHandOver } from '#lib/phones/hand-over.ts';
import { recordFailure, recordReport } from '#lib/phones/state.ts';

/** The request to Twilio has ended by then, whatever became of it. */
const ASK_AFTER_MS = 15_000;
/** Twilio's list has a message within seconds of its creation. */
const GIVE_UP_AFTER_MS = 10 * 60_000;
/** A word that X asked for is of no use an hour later, and sending it then would surprise. */
const TOO_LATE_MS = 60 * 60_000;
/** What a callback did not tell is asked for, one text a minute, for an hour: not every carrier confirms. */
const POLL_EVERY_MS = 60_000;
const POLL_FOR_MS = 60 * 60_000;
/** A request each. */
const MOST = 50;
/** Twilio's clock and ours. */
const SKEW_MS = 60_000;

/** Settles every text that is still open: hands over what is due, finds what got lost, and asks for states. @throws the first failure */
export async function settleTexts(now = new Date()): Promise<void> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const find = (where: object) =>
    database().outgoingText.findMany({
      where: { state: { in: ['queued', 'sent'] }, ...where },
      include: { message: { include: { address: true } } },
      orderBy: { createdAt: 'asc' },
      take: MOST,
    });

  // Of several accounts one may refuse us: the texts of the others go on.
  const failures: unknown[] = [];
  for (const text of await find({ attemptAt: { lte: now } })) {
    if (text.createdAt < ago(TOO_LATE_MS))
      await recordFailure(
        text,
        'Mailroom could not hand this text to Twilio within an hour. It was not sent.',
        null,
      );
    else await handOver(text.messageId);
  }
  for (const text of await find({
    ...{ attemptAt: null, providerId: null, attemptedAt: { lte: ago(ASK_AFTER_MS) } },
  }))
    await lookFor(text, now).catch((error) => failures.push(error));
  for (const text of await find({
    ...{
      providerId: { not: null },
      createdAt: { gte: ago(POLL_FOR_MS) },
      checkedAt: { lte: ago(POLL_EVERY_MS) },
    },
  }))
    await poll(text, now).catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** Of a text that was handed over and got no answer: Twilio's list knows whether it has it. */
async function lookFor(text: TextToHandOver, now: Date): Promise<void> {
  const { fromAddress, to, text: body } = text.message;
  const { messages } = await clientOf(text.message.address);
  const listed = await messages.list({
    from: fromAddress ?? '',
    to: to[0],
    limit: MOST,
  });
  const since = (text.attemptedAt ?? text.createdAt).getTime() - SKEW_MS;
  const candidates = listed
    .filter((each) => each.direction.startsWith('outbound') && each.dateCreated.getTime() >= since)
    // A trial account puts words of its own before ours.
    .filter((each) => each.body.trim().endsWith(body ?? ''))
    .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime());
  const taken = await database().outgoingText.findMany({
    where: { providerId: { in: candidates.map(({ sid }) => sid) } },
  });
  const ours = candidates.find(({ sid }) => !taken.some((each) => each.providerId === sid));
  if (ours) {
    const { sid, status, errorCode } = ours;
    await recordReport({ providerId: sid, status, errorCode }, text.messageId);
  } else if (text.attemptedAt && text.attemptedAt.getTime() <= now.getTime() - GIVE_UP_AFTER_MS)
    await recordFailure(
      text,
      'Twilio gave no answer, and its list does not show this text: it was not sent. You can send it again.',
      null,
    );
}

async function poll({ messageId, providerId, message }: TextToHandOver, now: Date): Promise<void> {
  // First, so that one that Twilio does not know any more does not hold up the others.
  await database().outgoingText.update({ where: { messageId }, data: { checkedAt: now } });
  const { messages } = await clientOf(message.address);
  const { sid, status, errorCode } = await messages(providerId ?? '').fetch();
  await recordReport({ providerId: sid, status, errorCode });
}
