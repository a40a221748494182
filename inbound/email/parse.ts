import type { EmailAddress } from 'mailparser';
import { withHeadersInUtf8 } from '#inbound/email/charsets.ts';
import { type Content, NO_CONTENT, readContent } from '#inbound/email/content.ts';
import { headerBlock, readHeaders, valuesOf } from '#inbound/email/headers.ts';
import { TOO_LONG } from '#inbound/email/parser.ts';
import type { ReceivedMessage } from '#inbound/received-message.ts';
import { readSentDate } from '#inbound/sent-date.ts';
import { storable } from '#inbound/storable.ts';
import { readHtml } from '#lib/codes/extract/html.ts';

/** Nobody reads further, and PostgreSQL indexes at most 1 MiB of words (`tsvector`). In characters. */
const MAX_TEXT = 256 * 1024;
/** The largest newsletters have a fifth of it; a browser takes seconds to draw more. In characters. */
const MAX_HTML = 2 * 1024 * 1024;
/** RFC 5322 section 2.1.1 limits a line, and so a subject that is not folded, to 998 characters. */
const MAX_LINE = 998;
/** File systems take no longer name. */
const MAX_FILENAME = 255;
/**
 * When all of a mail cannot be read: its text stands at its beginning, and so much of it is read in no time. The second
 * has no room for too many parts.
 */
const BEGINNINGS = [64 * 1024, 3 * 1024];
const IN_PART = 'Only a part of it could be read; its source has all of it.';

export type ParsedMail = Pick<
  ReceivedMessage,
  'from' | 'subject' | 'text' | 'html' | 'headers' | 'attachments' | 'sentAt' | 'problem'
>;

/**
 * What a person reads of a mail. Never throws: a mail that cannot be parsed comes back with everything that
 * could be read, and a `problem` in words for a member.
 */
export async function parseMail(received: Buffer): Promise<ParsedMail> {
  const source = withHeadersInUtf8(received);
  const headers = readHeaders(source);
  const { content, problem } = await readAsFarAsPossible(source, headers.length > 0);
  const html = content.html?.trim() ? content.html : null;
  const text = content.text?.trim() ? content.text : html && textOf(html);
  const tooLong = (text?.length ?? 0) > MAX_TEXT || (html?.length ?? 0) > MAX_HTML;
  return {
    from: mailbox(content.from),
    subject: line(content.subject),
    text: text && storable(text.slice(0, MAX_TEXT)),
    html: html && storable(html.slice(0, MAX_HTML)),
    headers,
    attachments: content.attachments.map(({ filename, contentType, size }) => ({
      filename: filename ? storable(filename).slice(-MAX_FILENAME).toWellFormed() : null,
      contentType: storable(contentType).slice(0, MAX_LINE),
      size,
    })),
    sentAt: readSentDate(valuesOf(headers, 'date')[0]),
    problem: problem ?? (tooLong ? `${TOO_LONG} ${IN_PART}` : null),
  };
}

/** All of it; else its beginning, where its text is; else its headers alone. */
async function readAsFarAsPossible(
  source: Buffer,
  hasHeaders: boolean,
): Promise<{ content: Content; problem: string | null }> {
  if (source.length === 0) return { content: NO_CONTENT, problem: 'It is empty.' };
  // An empty line first: all that follows is the body (RFC 5322 section 2.1).
  const isComplete = hasHeaders || headerBlock(source).length === 0;
  const whole = isComplete ? source : Buffer.concat([Buffer.from('\r\n'), source]);
  let problem = hasHeaders ? null : 'It has no headers; all of it is shown as its text.';
  const beginnings = BEGINNINGS.map((length) => whole.subarray(0, length));
  for (const bytes of [whole, ...beginnings, headerBlock(whole)]) {
    try {
      const content = await readContent(bytes);
      if (content.problem) problem ??= `${content.problem} ${IN_PART}`;
      const undivided = isBlank(content) ? undividedBody(whole) : null;
      if (undivided) problem ??= 'Its parts cannot be told apart; all of it is shown as its text.';
      return { content: undivided ? { ...content, text: undivided } : content, problem };
    } catch (error) {
      problem ??= `${(error as Error).message} ${IN_PART}`;
    }
  }
  return { content: NO_CONTENT, problem };
}

function isBlank({ text, html, attachments }: Content): boolean {
  return !text?.trim() && !html?.trim() && attachments.length === 0;
}

/** The body of a mail that says it has parts, and has nothing between them (RFC 2046 section 5.1.1); else null. */
function undividedBody(whole: Buffer): string | null {
  const block = headerBlock(whole);
  const type = valuesOf(readHeaders(block), 'content-type')[0] ?? '';
  if (!/^multipart\//i.test(type)) return null;
  const [, quoted, bare] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(type) ?? [];
  const boundary = quoted ?? bare;
  const body = whole.subarray(block.length);
  return boundary && body.includes(`--${boundary}`) ? null : body.toString('utf8').trim() || null;
}

/** As a reader sees it: one line for each block, without the empty lines of the layout. */
function textOf(html: string): string | null {
  const text = readHtml(html)
    .text.replace(/[^\S\n]{2,}|[^\S\n ]/g, ' ')
    .replace(/ \n ?|\n /g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return text || null;
}

/** The first author; of a group (RFC 6854) its first member. */
function mailbox(addresses: EmailAddress[]): ParsedMail['from'] {
  const author = addresses[0]?.group?.[0] ?? addresses[0];
  return { address: line(author?.address), name: line(author?.name) };
}

function line(value: string | undefined): string | null {
  const text = storable(value ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return text ? text.slice(0, MAX_LINE).toWellFormed() : null;
}
