/**
 * PostgreSQL refuses NUL in text, and lone surrogates in jsonb. Nothing legitimate is lost: RFC 5322 section 2.2
 * allows no NUL in a mail.
 */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
