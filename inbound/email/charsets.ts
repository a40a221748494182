import { isAscii, isUtf8 } from 'node:buffer';
import { Transform } from 'node:stream';
import { headerBlock, MAX_HEADER_BYTES } from '#inbound/email/headers.ts';

/** What a page says of itself stands at its beginning (HTML, section 13.2.3.2: in the first 1,024 bytes). */
const PRESCAN = 4 * 1024;
/** What is written without a name: Western Europe's, as browsers and mail programs take it (WHATWG Encoding). */
const USUAL = 'windows-1252';

/**
 * Header lines in UTF-8, as RFC 6532 has them. Some senders write them in the charset of their text, without a word of
 * it. Of the rest nothing is changed.
 */
export function withHeadersInUtf8(source: Buffer): Buffer {
  // Nearly all are in ASCII: the end of the headers need not be looked for.
  if (isUtf8(source.subarray(0, MAX_HEADER_BYTES))) return source;
  const block = headerBlock(source);
  if (isUtf8(block)) return source;
  const named = /charset\s*=\s*"?([\w.:-]{1,40})/i.exec(block.toString('latin1'))?.[1];
  return Buffer.concat([Buffer.from(decoderOf(named).decode(block)), source.subarray(block.length)]);
}

/** A text whose part names no charset, or ASCII, and is not in it: in UTF-8, else in what the page says, else the usual. */
export class UndeclaredText extends Transform {
  readonly #chunks: Buffer[] = [];

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  override _flush(done: (error: null, text: Buffer) => void): void {
    const bytes = Buffer.concat(this.#chunks);
    done(null, isAscii(bytes) || isUtf8(bytes) ? bytes : Buffer.from(decoderOf(saidIn(bytes)).decode(bytes)));
  }
}

function saidIn(bytes: Buffer): string | undefined {
  const beginning = bytes.toString('latin1', 0, PRESCAN);
  return /<meta\s[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(beginning)?.[1];
}

function decoderOf(charset: string | undefined): TextDecoder {
  try {
    const decoder = new TextDecoder(charset ?? USUAL);
    // What is not in UTF-8 is not, whatever it says; and nobody writes UTF-16 with ASCII in it.
    return /^utf-/.test(decoder.encoding) ? new TextDecoder(USUAL) : decoder;
  } catch {
    return new TextDecoder(USUAL);
  }
}
