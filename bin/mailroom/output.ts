import { printableJson } from '#lib/printable-json.ts';

/** The answer, alone on standard output. */
export function answer(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function answerJson(value: unknown): void {
  answer(printableJson(value, 2));
}

/** A line of columns, for `cut`: what strangers or members wrote must not look like columns or move the cursor. */
export function answerRow(columns: (string | null)[]): void {
  answer(columns.map((column) => plain(column ?? '')).join('\t'));
}

/** For people: on standard error. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ');
}
