/** What a row of the inbox shows of a message's text: two lines. In characters. */
const LENGTH = 160;
/** Of a long text the rest need not be looked through. In characters. */
const BEGINNING = 4_000;

/** Pure: the beginning of a text, on one line. */
export function snippetOf(text: string): string {
  const line = text.trimStart().slice(0, BEGINNING).replace(/\s+/g, ' ').slice(0, LENGTH);
  // Of a character of two units, such as an emoji, half would be shown as an error.
  return line.replace(/[\ud800-\udbff]$/, '').trimEnd();
}
