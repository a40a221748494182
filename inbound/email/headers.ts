import { storable } from '#inbound/storable.ts';

/** Real mails stay below 64 KiB (Sendmail takes 32, Exchange 128); decoding more would hold up the mails behind it. */
export const MAX_HEADER_BYTES = 256 * 1024;
/** Even a long way through mailing lists and filters leaves fewer than two hundred. */
const MAX_HEADERS = 1_000;

/**
 * The header fields of a mail as [name, value] in the order received: unfolded, names as written (RFC 5322
 * section 2.2). Lines that are no field are left out; what is beyond the limits is only in the source.
 */
export function readHeaders(source: Buffer): [string, string][] {
  const lines = storable(headerBlock(source).toString('utf8')).split(/\r?\n/);
  const headers: [string, string][] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last) last[1] += line;
      continue;
    }
    const field = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:(.*)$/s.exec(line);
    if (!field) continue;
    if (headers.length === MAX_HEADERS) break;
    headers.push([field[1] ?? '', field[2] ?? '']);
  }
  return headers.map(([name, value]) => [name, value.trim()]);
}

/** All values of one field, in order. */
export function valuesOf(headers: [string, string][], name: string): string[] {
  return headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

/** The bytes before the first empty line, at most MAX_HEADER_BYTES of them. */
export function headerBlock(source: Buffer): Buffer {
  const start = source.subarray(0, MAX_HEADER_BYTES);
  if (/^\r?\n/.test(start.toString('latin1', 0, 2))) return start.subarray(0, 0);
  const ends = [start.indexOf('\n\r\n'), start.indexOf('\n\n')].filter((at) => at >= 0);
  return ends.length > 0 ? start.subarray(0, Math.min(...ends) + 1) : start;
}
