/** A text in parts: what was looked for, and what stands around it. Pure. */
export function hitsOf(text: string, words: string[]): { text: string; hit: boolean }[] {
  if (words.length === 0 || text === '') return [{ text, hit: false }];
  const pattern = words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('|');
  return text
    .split(new RegExp(`(${pattern})`, 'giu'))
    .map((part, index) => ({ text: part, hit: index % 2 === 1 }))
    .filter((part) => part.text !== '');
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
