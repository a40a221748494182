/** Pure: the SID of the account that a URL of Twilio's API is of, once its path is resolved; null where it names none. */
export function accountIn(url: string): string | null {
  if (!URL.canParse(url)) return null;
  return /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\//i.exec(new URL(url).pathname)?.[1] ?? null;
}
