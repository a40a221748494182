import { simpleParser } from 'mailparser';
import type { Actor } from '#lib/access/actor.ts';
import { recordReadsOf } from '#lib/codes/reads.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';
import { requireVisible } from '#lib/messages/find.ts';
import { readAndroidFiles } from '#lib/sources/android-files.ts';

/** Parsing takes several times the size of the source in memory: two at a time, the others wait their turn. */
const MAX_PARSING = 2;

export type Source = { bytes: Buffer; contentType: string };
export type AttachedFile = { content: Buffer; filename: string | null; contentType: string };

/** What was received, byte for byte. @throws MailroomError `message-not-found` */
export async function findSource(actor: Actor, messageId: string): Promise<Source> {
  await requireVisible(actor, messageId);
  const { rows } = await pool().query<Source>(
    `SELECT source.bytes, source.content_type AS "contentType"
     FROM message JOIN source ON source.id = message.source_id WHERE message.id = $1`,
    [messageId],
  );
  if (rows[0]) {
    await recordReadsOf(actor, messageId);
    return rows[0];
  }
  throw new MailroomError('message-not-found', `There is no message ${messageId}.`);
}

/**
 * A file that came with a message, taken from the source again, so that nothing is stored twice; the source of an MMS
 * may only name it, and it was fetched.
 * @param index from 0, as in the message's `attachments`
 * @throws MailroomError `message-not-found`; `not-found` when it has no such attachment, or it is not fetched
 */
export async function findAttachment(actor: Actor, messageId: string, index: number): Promise<AttachedFile> {
  const attachment =
    (await findFetched(actor, messageId, index)) ?? (await readAttachments(actor, messageId))[index];
  if (!attachment)
    throw new MailroomError('not-found', `The message ${messageId} has no attachment ${index}.`);
  const { content, filename, contentType } = attachment;
  return { content, filename, contentType };
}

/** Null where the source has the file itself. */
async function findFetched(actor: Actor, messageId: string, index: number): Promise<AttachedFile | null> {
  await requireVisible(actor, messageId);
  const { rows } = await pool().query<{
    content: Buffer | null;
    filename: string | null;
    contentType: string;
    problem: string | null;
  }>(
    `SELECT bytes AS content, filename, content_type AS "contentType", problem FROM attachment
     WHERE message_id = $1 AND index = $2 AND url IS NOT NULL`,
    [messageId, index],
  );
  const [row] = rows;
  if (!row) return null;
  const { content, filename, contentType, problem } = row;
  if (content) return { content, filename, contentType };
  throw new MailroomError(
    'not-found',
    `The attachment ${index} of the message ${messageId} has not been fetched${problem ? `: ${problem}` : ' yet.'}`,
  );
}

/** The Content-IDs (RFC 2392) by which an HTML body refers to its files, in their order; null for one that has none. */
export async function findContentIds(actor: Actor, messageId: string): Promise<(string | null)[]> {
  return (await readAttachments(actor, messageId)).map(({ cid }) => cid);
}

/** `cid`: the Content-ID, if it has one. */
type Part = AttachedFile & { cid: string | null };

async function readAttachments(actor: Actor, messageId: string): Promise<Part[]> {
  const { bytes, contentType } = await findSource(actor, messageId);
  if (contentType === 'application/json')
    return readAndroidFiles(bytes).map((file) => ({ ...file, cid: null }));
  return contentType === 'message/rfc822' ? inTurn(() => parse(bytes)) : [];
}

async function parse(bytes: Buffer): Promise<Part[]> {
  const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true };
  // What mailparser refuses, such as a thousand parts, has none that anybody could ask for.
  const { attachments } = await simpleParser(bytes, options).catch(() => ({ attachments: [] }));
  return attachments.map(({ content, filename, contentType, cid }) => {
    return { content, filename: filename ?? null, contentType, cid: cid ?? null };
  });
}

let parsing = 0;
const queue: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (parsing >= MAX_PARSING) await new Promise<void>((resolve) => queue.push(resolve));
  parsing += 1;
  try {
    return await work();
  } finally {
    parsing -= 1;
    queue.shift()?.();
  }
}
