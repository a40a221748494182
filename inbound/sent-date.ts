/**
 * Pure: when a message says it was sent. Null for what is no date, and for years that nobody sent in or that RFC 3339
 * cannot write (1970 to 9999 it can): the message is stored without it.
 */
export function readSentDate(value: string | null | undefined): Date | null {
  const date = new Date(value ?? Number.NaN);
  return date.getUTCFullYear() >= 1970 && date.getUTCFullYear() <= 9999 ? date : null;
}
