import { fold, foldUnit, isSpacedLetter, KIND, kindOf, visible } from './letters.ts';
import { NONE, ROOT, Tree } from './tree.ts';

/**
 * An entry of a lexicon found in a text. `end` is the end of the word in which it was found; `value` is its
 * own, `all` also has the values of the entries inside it: a "login code" is one name, and speaks of a login.
 */
export type Hit = { start: number; end: number; value: number; all: number };

/**
 * Many words searched for at once. Linear: a search goes at most as deep as the longest entry from each
 * position, and stops at the first letter with which no entry goes on.
 */
export class Lexicon {
  readonly #tree = new Tree();
  /** By a unit, whether entries begin with it (1), also within a word (2), or consist of it alone (4). */
  readonly #begins = new Uint8Array(0x10000);
  /**
   * By a hash of two units, whether entries begin with them: nearly all positions of a text are turned away
   * here.
   */
  readonly #pairs = new Uint8Array(0x10000);

  /**
   * Adds entries separated by commas: `word` is a whole word, `word*` begins one, `*word` ends one, `*word*`
   * stands anywhere in one; a `*` inside stands for the rest of a word; `TAN` is a whole word in capitals, which
   * `tan` is another than. The value is a set of bits; an entry added twice has both.
   */
  learn(entries: string, value: number): void {
    for (const entry of entries.split(',')) if (entry.trim() !== '') this.#learn(entry.trim(), value);
  }

  #learn(entry: string, value: number): void {
    const word = fold(visible(entry.replace(/^\*|\*$/g, '')));
    const tree = this.#tree;
    let node = ROOT;
    for (let index = 0; index < word.length; index++)
      node = word[index] === '*' ? tree.growRest(node) : tree.grow(node, unitAt(word, index));
    const ending = tree.endingOf(node);
    if (entry.startsWith('*')) {
      if (entry.endsWith('*')) ending.inside |= value;
      else ending.tail |= value;
    } else if (entry.endsWith('*')) ending.head |= value;
    else if (CAPITALS.test(entry)) ending.capitals |= value;
    else ending.whole |= value;
    const first = unitAt(word, 0);
    const alone = word.length === 1 || word[1] === '*';
    this.#begins[first] = (this.#begins[first] ?? 0) | 1 | (entry.startsWith('*') ? 2 : 0) | (alone ? 4 : 0);
    this.#pairs[pairOf(first, unitAt(word, 1))] = 1;
  }

  /**
   * Every entry in the text, in order; of entries inside one another only the longest ("promo code" is not
   * also "code").
   */
  find(text: string): Hit[] {
    const hits: Hit[] = [];
    let last: Hit | null = null;
    let covered = 0;
    for (let start = 0; start < text.length; start++) {
      const first = unitAt(text, start);
      const begins = this.#begins[first] ?? 0;
      if (begins === 0) continue;
      if ((begins & 4) === 0 && this.#pairs[pairOf(first, unitAt(text, start + 1))] === 0) continue;
      const opens = isEdge(text, start);
      if (!opens && (begins & 2) === 0) continue;
      const hit: Hit = { start, end: 0, value: 0, all: 0 };
      walk(this.#tree, ROOT, text, start, opens, hit);
      if (hit.end === 0) continue;
      if (last !== null && hit.end <= covered) {
        last.all |= hit.all;
        continue;
      }
      covered = hit.end;
      while (!isEdge(text, hit.end)) hit.end++;
      hits.push(hit);
      last = hit;
    }
    return hits;
  }
}

/**
 * Those of things in a text that end after `from` and begin before `to`. They are in order, so the search
 * halves.
 */
export function within<Thing extends { start: number; end: number }>(
  things: Thing[],
  from: number,
  to: number,
): Thing[] {
  let low = 0;
  let high = things.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((things[middle]?.end ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < things.length && (things[last]?.start ?? 0) < to) last++;
  return things.slice(low, last);
}

const CAPITALS = /^[A-Z]{2,}$/;

/** Endings of words are shorter; skipping more would make long runs of letters slow. */
const ENDING_LIMIT = 12;

/** Follows the entries along the text and leaves the longest in `hit`. */
function walk(tree: Tree, from: number, text: string, start: number, opens: boolean, hit: Hit): void {
  let node = from;
  for (let index = start; ; index++) {
    const rest = tree.rests[node] ?? NONE;
    if (rest !== NONE) {
      let end = index;
      while (end - index < ENDING_LIMIT && !isEdge(text, end)) end++;
      walk(tree, rest, text, end, opens, hit);
    }
    node = tree.next(node, unitAt(text, index));
    if (node === NONE) return;
    const ending = tree.endings[node];
    if (ending === undefined) continue;
    const closes = isEdge(text, index + 1);
    let value = (opens ? ending.head : 0) | (closes ? ending.tail : 0) | ending.inside;
    if (opens && closes) {
      value |= ending.whole;
      if (ending.capitals !== 0 && CAPITALS.test(text.slice(start, index + 1))) value |= ending.capitals;
    }
    if (value === 0) continue;
    hit.all |= value;
    if (index + 1 >= hit.end) {
      hit.end = index + 1;
      hit.value = value;
    }
  }
}

/** Spaces, hyphens and line ends are one thing between words: "one-time", "one time", "one\ntime". */
const units = new Uint16Array(0x10000);
for (let unit = 0; unit < units.length; unit++) {
  const kind = kindOf(unit);
  const letter = foldUnit(unit);
  units[unit] = kind === KIND.space || kind === KIND.line || letter === 0x2d ? 0x20 : letter;
}

/** The unit at a place as entries are compared; a space outside of the text. */
function unitAt(text: string, index: number): number {
  return index < text.length ? (units[text.charCodeAt(index)] ?? 0) : 0x20;
}

const pairOf = (first: number, second: number): number => ((first << 7) ^ second) & 0xffff;

const spaced = new Uint8Array(0x10000);
for (let unit = 0; unit < spaced.length; unit++) spaced[unit] = isSpacedLetter(kindOf(unit)) ? 1 : 0;

/** Whether a word may begin or end here; between the letters of a script without spaces always. */
function isEdge(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return true;
  return spaced[text.charCodeAt(index - 1)] === 0 || spaced[text.charCodeAt(index)] === 0;
}
