import { escaped, hitsOf } from '#app/(workspace)/inbox/search/hits.tsx';
import { markCode } from '#app/(workspace)/inbox/states.ts';

/** `code`: a code; `why`: the words by which it was taken for one; `hit`: what was looked for. */
export type MarkedPart = { text: string; mark: 'code' | 'why' | 'hit' | null };

/** Pure: the text of a message, with its codes and the words around each of them marked, and else what was looked for. */
export function markText(
  text: string,
  codes: { code: string; context: string }[],
  words: string[],
): MarkedPart[] {
  const found = codes
    .flatMap(({ code, context }) => placeOf(text, context, code) ?? [])
    .toSorted((a, b) => a.start - b.start);
  const parts: MarkedPart[] = [];
  let at = 0;
  for (const { start, end, code } of found) {
    // Two codes in one sentence: the sentence is marked once, with the first of them.
    if (start < at) continue;
    parts.push(...looked(text.slice(at, start), words));
    const [before, marked, after] = markCode(text.slice(start, end), code) ?? [
      text.slice(start, end),
      '',
      '',
    ];
    parts.push({ text: before, mark: 'why' }, { text: marked, mark: 'code' }, { text: after, mark: 'why' });
    at = end;
  }
  parts.push(...looked(text.slice(at), words));
  return parts.filter((part) => part.text !== '');
}

function looked(text: string, words: string[]): MarkedPart[] {
  return hitsOf(text, words).map((part) => ({ text: part.text, mark: part.hit ? 'hit' : null }));
}

/** Where the words around the code stand, whatever the white space between them; else where the code itself does. */
function placeOf(text: string, context: string, code: string) {
  const words = context
    .replaceAll('…', ' ')
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== '');
  const around = words.length > 0 && new RegExp(words.map(escaped).join('\\s+'), 'u').exec(text);
  if (around) return { start: around.index, end: around.index + around[0].length, code };
  const alone = markCode(text, code);
  if (!alone) return null;
  const start = alone[0].length;
  return { start, end: start + alone[1].length, code };
}
