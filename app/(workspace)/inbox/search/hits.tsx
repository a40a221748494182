import { folded } from '#lib/messages/folded.ts';

/** A text in parts: what was looked for, in whatever case and accents, and what stands around it. Pure. */
export function hitsOf(text: string, words: string[]): { text: string; hit: boolean }[] {
  const wanted = words.map(folded).filter((word) => word !== '');
  if (wanted.length === 0 || text === '') return [{ text, hit: false }];
  const pattern = wanted
    .toSorted((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');
  const { compared, places } = withPlaces(text);
  const parts: { text: string; hit: boolean }[] = [];
  let end = 0;
  for (const { index, 0: found } of compared.matchAll(new RegExp(pattern, 'gu'))) {
    const [from, to] = [places(index), places(index + found.length)];
    parts.push({ text: text.slice(end, from), hit: false }, { text: text.slice(from, to), hit: true });
    end = to;
  }
  parts.push({ text: text.slice(end), hit: false });
  return parts.filter((part) => part.text !== '');
}

/** For a regular expression, as it stands. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The text as it is compared, and from where in it each place comes: an accent has none of its own. */
function withPlaces(text: string): { compared: string; places: (at: number) => number } {
  const lower = text.toLowerCase();
  if (lower.length === text.length && folded(text) === lower) return { compared: lower, places: (at) => at };
  const known = new Map<string, string>();
  const from: number[] = [];
  let compared = '';
  let at = 0;
  for (const character of text) {
    const bare = known.get(character) ?? folded(character);
    known.set(character, bare);
    compared += bare;
    while (from.length < compared.length) from.push(at);
    at += character.length;
  }
  return { compared, places: (place) => from[place] ?? text.length };
}

/** A text with what was looked for marked in it. */
export function Hits({ text, words }: { text: string; words: string[] }) {
  return hitsOf(text, words).map((part, index) =>
    part.hit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
      <mark key={index} className="rounded-[2px] bg-amber-soft text-ink">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
}
