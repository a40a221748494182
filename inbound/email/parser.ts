import type { Transform } from 'node:stream';
import { MailParser, type MailParserOptions } from 'mailparser';
import { UndeclaredText } from '#inbound/email/charsets.ts';

/**
 * Of all text parts together, in bytes as they came; the largest newsletters have a fifth of it. What is decoded and
 * searched at a stretch holds up every other mail: 25 MiB of empty lines would for five
 * seconds.
 */
const MAX_TEXT_BYTES = 2 * 1024 * 1024;
/** Ordinary mails nest four or five deep. mailsplit compares each line with the boundaries of all levels. */
const MAX_DEPTH = 50;
/** Of all parts together; each is parsed at a stretch, a part's usual headers are 200 bytes. In characters. */
const MAX_PART_HEADERS = 512 * 1024;

export const TOO_LONG = 'It is too long to show all of it.';

/** mailparser, with limits to the work that one mail can make, and text parts shown as they are. */
export class TextParser extends (MailParser as unknown as new (
  options: MailParserOptions,
) => MailParser & Internals) {
  /** Why not all of it is read, in words for a member. */
  problem: string | null = null;
  /** What is read by then is all that will be. */
  stopped = false;
  private textBytes = 0;
  private partHeaders = 0;

  /** Text parts beside an HTML part are shown in it. mailparser's own way marks up every link in them first. */
  override textToHtml(text: string): string {
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return `<p style="white-space: pre-wrap">${escaped.trim()}</p>`;
  }

  override createNode(head: Head): Node {
    // RFC 2045 section 5.2: what is no type is plain text.
    if (head.contentType && !/^[^/\s]+\/[^/\s]+$/.test(head.contentType))
      head.contentType = /html/i.test(head.contentType) ? 'text/html' : 'text/plain';
    const node = super.createNode(head);
    if (!node.isAttachment && /^(?:us-?ascii|ascii)?$/i.test(node.charset ?? '')) node.charset = UNDECLARED;
    return node;
  }

  override getDecoder(): Decoder {
    const decoder = super.getDecoder();
    return {
      decodeStream: (charset) =>
        charset === UNDECLARED ? new UndeclaredText() : decoder.decodeStream(charset),
    };
  }

  override processChunk(piece: Piece, done: (error?: Error) => void): void {
    if (piece.type === 'node') this.measureHead(piece);
    if (piece.type === 'body' && this.isText()) this.measureText(piece);
    // What lies between the parts (`data`) ends the part before it, the last one that is read too.
    const skipped = piece.type !== 'data' && (this.stopped || (piece.type === 'body' && this.isTooLong()));
    if (skipped) setImmediate(done);
    else super.processChunk(piece, done);
  }

  private measureHead(head: Head): void {
    if (depthOf(head) > MAX_DEPTH) this.stop(`Its parts are nested more than ${MAX_DEPTH} deep.`);
    if (head.root || !head.headers) return;
    for (const { line } of head.headers.getList()) this.partHeaders += line.length;
    if (this.partHeaders > MAX_PART_HEADERS) this.stop('The headers of its parts are too long.');
  }

  private stop(problem: string): void {
    this.problem ??= problem;
    this.stopped = true;
  }

  private measureText(body: Body): void {
    this.textBytes += body.value.length;
    if (this.textBytes > MAX_TEXT_BYTES) this.problem ??= TOO_LONG;
  }

  private isTooLong(): boolean {
    return this.isText() && this.textBytes > MAX_TEXT_BYTES;
  }

  private isText(): boolean {
    return this.curnode && !this.curnode.isAttachment;
  }
}

/** No charset's name: mailparser would take it for UTF-8. */
const UNDECLARED = 'x-undeclared';

/** What mailparser keeps to itself: it declares none of it, and a test tells if it changes. */
type Internals = {
  curnode: false | Node;
  createNode(head: Head): Node;
  getDecoder(): Decoder;
  processChunk(piece: Piece, done: (error?: Error) => void): void;
};
type Node = { isAttachment?: boolean; charset?: string };
type Decoder = { decodeStream(charset: string): Transform };
type Head = {
  type: 'node';
  root: boolean;
  parentNode: Head | false;
  contentType: string | false;
  headers: false | { getList(): { line: string }[] };
};
type Body = { type: 'body'; value: Buffer };
type Piece = Head | Body | { type: 'data' };

function depthOf(head: Head): number {
  let depth = 0;
  for (let at = head.parentNode; at && depth <= MAX_DEPTH; at = at.parentNode) depth += 1;
  return depth;
}
