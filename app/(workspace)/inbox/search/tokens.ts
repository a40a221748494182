/** One thing that was typed: `name:value`, or with no name a word, a "phrase" or an -exclusion. */
export type Token = { name: string | null; value: string; raw: string };

const TOKEN = /(?<name>[a-z]+):(?:"(?<quoted>[^"]*)"?|(?<plain>[^\s"]*))|-?"[^"]*"?|[^\s"]+/giu;

/** Pure: the query taken apart, in the order it was typed. A quotation mark that is not closed reaches to the end. */
export function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(({ 0: raw, groups }) =>
    groups?.name === undefined
      ? { name: null, value: raw, raw }
      : { name: groups.name.toLowerCase(), value: (groups.quoted ?? groups.plain ?? '').trim(), raw },
  );
}

/** Pure: the query with `name:value` instead of what it said there before; null takes it out. */
export function withOperator(text: string, name: string, value: string | null): string {
  return withTokens(
    text,
    (token) => token.name !== name,
    value && `${name}:${/\s/.test(value) ? `"${value}"` : value}`,
  );
}

/** Pure: the same for a word that is in the query or is not, such as `is:unread`. */
export function withFlag(text: string, flag: string, on: boolean): string {
  return withTokens(text, (token) => token.raw.toLowerCase() !== flag, on ? flag : null);
}

export function hasFlag(text: string, flag: string): boolean {
  return tokensOf(text).some((token) => token.raw.toLowerCase() === flag);
}

/** What stands after `name:`, or nothing. */
export function operatorOf(text: string, name: string): string {
  return tokensOf(text).find((token) => token.name === name)?.value ?? '';
}

function withTokens(text: string, keep: (token: Token) => boolean, more: string | null): string {
  const kept = tokensOf(text)
    .filter(keep)
    .map(({ raw }) => raw);
  return [...kept, ...(more ? [more] : [])].join(' ');
}

const UNITS: Record<string, number> = { h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };

/** A day (its beginning), a time, or how long ago; null when it is none of them. */
export function readMomentOf(value: string, now: Date): Date | null {
  const [, count, unit = ''] = /^(\d{1,4})([hdw])$/i.exec(value) ?? [];
  if (count) return new Date(now.getTime() - Number(count) * (UNITS[unit.toLowerCase()] ?? 0));
  if (/^(today|yesterday)$/i.test(value))
    return new Date(
      now.getFullYear(),
      now.getMonth(),
      now.getDate() - (value.toLowerCase() === 'today' ? 0 : 1),
    );
  const [, year, month, day, hour = '0', minute = '0'] =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:T(\d\d):(\d\d))?$/.exec(value) ?? [];
  if (!year) return null;
  const date = new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  // 30 February would become 2 March.
  return date.getMonth() === Number(month) - 1 && date.getDate() === Number(day) ? date : null;
}
