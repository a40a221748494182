/**
 * Plain equivalents, written anew, of how open-source readers of codes work: a few regular expressions over
 * the whole text. They answer with one code or none.
 */
export type Peer = { name: string; read: (text: string) => string | null };

const WORDS =
  /code|verif|otp|\bpin\b|auth|security|2fa|two-factor|confirm|activat|passcode|password|one-time|验证码|驗證碼|校验码|认证码|код|пароль|código|contraseña|認証|인증/i;

/**
 * The way of the iMessage workflows for Alfred and Raycast: addresses out, then the first number of a likely
 * length.
 */
function firstNumber(text: string): string | null {
  const body = text.replace(/\b(?:https?:\/\/|www\.)\S+/gi, '');
  const number = /(?:^|[\s:(]|G-)(\d{5,8})(?=$|[\s.,)])/.exec(body)?.[1];
  if (number !== undefined) return number;
  const grouped = /(?:^|\s)(\d{3})[- ](\d{3})(?=$|[\s.,])/.exec(body);
  if (grouped !== null) return `${grouped[1]}${grouped[2]}`;
  return (
    /code[^\d\n]{0,10}(\d{4})\b/i.exec(body)?.[1] ?? /\b(\d{4}) is (?:your|the)\b/i.exec(body)?.[1] ?? null
  );
}

/** The way of 2FHey: any keyword anywhere, then the first number that is no price, time or date. */
function keywordThenFirst(text: string): string | null {
  if (!WORDS.test(text)) return null;
  const google = /\bG-(\d{5,6})\b/.exec(text)?.[1];
  if (google !== undefined) return google;
  for (const [, number = ''] of text.matchAll(
    /(?<![$\d.])\b(\d{4,8}|\d{3}[- ]\d{3}|[A-Za-z]*\d[A-Za-z\d]{3,7})\b(?!\s*(?:am|pm|st|nd|rd|th)\b)/gi,
  )) {
    return number.replace(/[- ]/g, '');
  }
  return null;
}

/**
 * The way of XposedSmsCode: of all words of 4 to 8 letters and digits, digits before letters, the one nearest
 * to a keyword.
 */
function nearestKeyword(text: string): string | null {
  const keyword = WORDS.exec(text);
  if (keyword === null) return null;
  let best: { code: string; rank: number } | null = null;
  for (const match of text.matchAll(/(?<![A-Za-z\d])(?=[A-Za-z]*\d)[A-Za-z\d]{4,8}(?![A-Za-z\d])/g)) {
    const plain = /^\d+$/.test(match[0]) ? 0 : 1e6;
    const rank = plain + Math.abs(match.index - keyword.index);
    if (best === null || rank < best.rank) best = { code: match[0], rank };
  }
  return best?.code ?? null;
}

export const PEERS: Peer[] = [
  { name: 'first number', read: firstNumber },
  { name: 'keyword + first', read: keywordThenFirst },
  { name: 'nearest keyword', read: nearestKeyword },
];
