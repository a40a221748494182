/** A line for an event: its name, ids, counts and reasons; never codes, bodies or tokens. */
export type Log = (event: string, facts?: Record<string, string | number | undefined>) => void;

/** Longer values are cut: a line that fills the screen hides the next one. */
const MAX_VALUE = 200;

/** One line an event on standard output. */
export const logToOutput: Log = (event, facts = {}) => {
  process.stdout.write(`${logLine(event, facts)}\n`);
};

/** Pure. Strangers' bytes never reach a terminal as they are: all but printable ASCII is escaped. */
export function logLine(event: string, facts: Record<string, string | number | undefined>): string {
  const words = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${printable(String(value))}`);
  return [`smtp ${event}`, ...words].join(' ');
}

function printable(value: string): string {
  const cut = value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}…` : value;
  if (/^[\x21\x23-\x3c\x3e-\x5b\x5d-\x7e]+$/.test(cut)) return cut;
  const escaped = cut
    .replace(/["\\]/g, '\\$&')
    .replace(/[^\x20-\x7e]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${escaped}"`;
}
