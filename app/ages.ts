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
  if (isSameDay(date, now)) return formatter('time', locale).format(date);
  return formatter(date.getFullYear() === now.getFullYear() ? 'date' : 'date-of-year', locale).format(date);
}

/** "Today", "Yesterday", "Monday, 3 March". */
export function dayOf(at: string, now: Date, locale?: string): string {
  const date = new Date(at);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (isSameDay(date, now)) return 'Today';
  if (isSameDay(date, yesterday)) return 'Yesterday';
  return formatter(date.getFullYear() === now.getFullYear() ? 'day' : 'day-of-year', locale).format(date);
}

/** Day and time, whole. */
export function momentOf(at: string, locale?: string): string {
  return formatter('moment', locale).format(new Date(at));
}

/** In the time zone of whoever looks. */
export function isSameDay(a: Date, b: Date): boolean {
  return a.getDate() === b.getDate() && a.getMonth() === b.getMonth() && a.getFullYear() === b.getFullYear();
}

const FORMATS = {
  time: { hour: '2-digit', minute: '2-digit' },
  date: { day: 'numeric', month: 'short' },
  'date-of-year': { day: 'numeric', month: 'short', year: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  'day-of-year': { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  moment: { dateStyle: 'short', timeStyle: 'medium' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Made once: making one takes longer than a hundred dates, and a list that scrolls has them by the frame. */
function formatter(format: keyof typeof FORMATS, locale?: string): Intl.DateTimeFormat {
  const key = `${format} ${locale}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(locale, FORMATS[format]);
  formatters.set(key, known);
  return known;
}
