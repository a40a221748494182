import type { AddressObject, AttachmentStream, EmailAddress, MessageText } from 'mailparser';
import { MAX_HEADER_BYTES } from '#inbound/email/headers.ts';
import { TextParser } from '#inbound/email/parser.ts';
import type { ReceivedAttachment } from '#inbound/received-message.ts';

/** A mail with so many attachments is an attack. */
const MAX_PARTS = 500;
/** 25 MiB of attachments take a second alone. A mail that is not read by then, on a busy machine, never will be. */
const MAX_MILLISECONDS = 10_000;
/** Between slices other mails get their turn, and the time limit is looked at. */
const SLICE = 64 * 1024;

export type Content = {
  from: EmailAddress[];
  subject: string | undefined;
  text: string | undefined;
  html: string | undefined;
  attachments: ReceivedAttachment[];
  /** Why not all of it was read, in words for a member. */
  problem: string | null;
};

export const NO_CONTENT: Content = {
  from: [],
  subject: undefined,
  text: undefined,
  html: undefined,
  attachments: [],
  problem: null,
};

/**
 * The parts of a mail by mailparser. Attachments are measured and let go: their bytes are in the source.
 * @throws Error in words for a member
 */
export function readContent(source: Buffer): Promise<Content> {
  return new Promise((resolve, reject) => {
    const parser = new TextParser({
      // Upper-cases headings, and with them a code; parse.ts does it instead.
      skipHtmlToText: true,
      skipTextLinks: true,
      // mailparser never ends when an embedded mail is empty; a forwarded code is an old one anyway.
      ignoreEmbedded: true,
      checksumAlgo: false,
      maxHeadSize: MAX_HEADER_BYTES,
      maxChildNodes: MAX_PARTS,
    });
    const timer = setTimeout(() => parser.destroy(new Error('Reading it took too long.')), MAX_MILLISECONDS);
    const content: Content = { ...NO_CONTENT, attachments: [] };
    parser.on('headers', (headers) => {
      content.from = (headers.get('from') as AddressObject | undefined)?.value ?? [];
      content.subject = headers.get('subject') as string | undefined;
    });
    parser.on('data', (part: AttachmentStream | MessageText) => {
      if (part.type === 'attachment') measure(part, content.attachments);
      else Object.assign(content, { text: part.text, html: part.html });
    });
    parser.on('error', (error: Error) => {
      clearTimeout(timer);
      parser.destroy();
      reject(inWords(error));
    });
    parser.on('end', () => {
      clearTimeout(timer);
      resolve({ ...content, problem: parser.problem });
    });
    feed(parser, source);
  });
}

function feed(parser: TextParser, source: Buffer, start = 0): void {
  for (let at = start; at < source.length && !parser.stopped; at += SLICE) {
    if (parser.destroyed) return;
    if (!parser.write(source.subarray(at, at + SLICE))) {
      parser.once('drain', () => feed(parser, source, at + SLICE));
      return;
    }
  }
  parser.end();
}

function measure(part: AttachmentStream, attachments: ReceivedAttachment[]): void {
  const attachment = {
    filename: part.filename ?? null,
    contentType: part.contentType || 'application/octet-stream',
    size: 0,
  };
  attachments.push(attachment);
  part.content.once('end', () => {
    attachment.size = part.size ?? 0;
    part.release?.();
  });
  part.content.resume();
}

function inWords(error: Error & { code?: string }): Error {
  if (error.code !== 'EMAXLEN')
    return error.message.endsWith('.') ? error : new Error('It is not well-formed.', { cause: error });
  return new Error(
    /head/i.test(error.message) ? 'Its headers are too long.' : `It has more than ${MAX_PARTS} parts.`,
  );
}
