import { isDatabaseAway } from '#lib/database/away.ts';

/** A line for an event: its name, ids, counts and reasons; never codes, bodies or tokens. */
export type Log = (event: string, facts?: Record<string, string | number | undefined>) => void;

/** Longer values are cut: a line that fills the screen hides the next one. */
const MAX_VALUE = 200;

/** One line an event on standard output. What happens in one turn is written at once: to a pipe, each write waits. */
export const logToOutput: Log = (event, facts = {}) => {
  if (lines.push(`${logLine(event, facts)}\n`) === 1) setImmediate(writeOut);
};

const lines: string[] = [];
process.on('exit', writeOut);

function writeOut(): void {
  if (lines.length > 0) process.stdout.write(lines.splice(0).join(''));
}

/** Pure. Strangers' bytes never reach a terminal as they are: all but printable ASCII is escaped. */
export function logLine(event: string, facts: Record<string, string | number | undefined>): string {
  const words = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${printable(String(value))}`);
  return [`smtp ${event}`, ...words].join(' ');
}

/**
 * Why something failed, without a word of what it failed on: an error that nobody foresaw may quote a mail, and
 * PostgreSQL quotes the values that it refuses. What it says of itself (it is away, its disk is full) is told.
 */
export function reasonOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  if (!(error instanceof Error)) return 'unknown';
  const { code, message, name, stack } = error as NodeJS.ErrnoException;
  if (isDatabaseAway(error)) return message || code || name;
  const place = /^ +at .*?([\w.-]+:\d+):\d+\)?$/m.exec(stack ?? '')?.[1];
  return [name, code, place && `at ${place}`].filter(Boolean).join(' ');
}

function printable(value: string): string {
  const cut = value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value;
  if (/^[\x21\x23-\x3c\x3e-\x5b\x5d-\x7e]+$/.test(cut)) return cut;
  const escaped = cut
    .replace(/["\\]/g, '\\$&')
    .replace(/[^\x20-\x7e]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${escaped}"`;
}
