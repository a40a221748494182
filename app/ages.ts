/** The age of something recent, "12 s" or "4 min"; null when it is older than an hour and its time says more. */
export function ageOf(at: string, now: number): string | null {
  // A clock that is a little behind must not show mail from the future.
  const seconds = Math.max(0, Math.floor((now - Date.parse(at)) / 1_000));
  if (seconds < 1) return 'now';
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${Math.floor(seconds / 60)} min` : null;
}

/** How long something still lasts: "48 s", "9 min", "2 h", "3 days". */
export function leftUntil(end: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(end) - now) / 1_000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  const hours = Math.round(seconds / 3_600);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** The time of the day; for another day the date, and the year when it is not this one. */
export function timeOf(at: string, now: Date, locale?: string): string {
  const date = new Date(at);
  if (date.toDateString() === now.toDateString())
    return date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  const year = date.getFullYear() === now.getFullYear() ? undefined : '2-digit';
  return date.toLocaleDateString(locale, { day: 'numeric', month: 'short', year });
}

/** "Today", "Yesterday", "Monday, 3 March". */
export function dayOf(at: string, now: Date, locale?: string): string {
  const date = new Date(at);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === now.toDateString()) return 'Today';
  if (date.toDateString() === yesterday.toDateString()) return 'Yesterday';
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return date.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', year });
}
