import type { PublicActivity } from '#lib/access/activity.ts';

export type ActivityFormat = { contentType: string; head: string; line: (row: PublicActivity) => string };

const COLUMNS: [string, (row: PublicActivity) => string | null][] = [
  ['at', (row) => row.at],
  ['actorKind', (row) => row.actor.kind],
  ['actorId', (row) => row.actor.id],
  ['actor', (row) => row.actor.name],
  ['action', (row) => row.action],
  ['subjectId', (row) => row.subject.id],
  ['subject', (row) => row.subject.name],
  ['remoteAddress', (row) => row.remoteAddress],
];

/** The two ways to write the activity into a file: CSV (RFC 4180), and JSON Lines, a row each. */
export const ACTIVITY_FORMATS: Record<'csv' | 'jsonl', ActivityFormat> = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: `${COLUMNS.map(([name]) => name).join(',')}\r\n`,
    line: (row) => `${COLUMNS.map(([, read]) => cell(read(row))).join(',')}\r\n`,
  },
  jsonl: {
    contentType: 'application/jsonl; charset=utf-8',
    head: '',
    line: (row) => `${JSON.stringify(row)}\n`,
  },
};

/**
 * Pure. A spreadsheet runs a cell that begins like a formula, and names are written by others: an apostrophe before
 * it makes it text (OWASP, “CSV Injection”).
 */
export function cell(value: string | null): string {
  const text = value ?? '';
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
