import { fold, foldUnit, isSpacedLetter, KIND, kindOf, visible } from './letters.ts';

/**
 * An entry of a lexicon found in a text. `end` is the end of the word in which it was found; `value` is its
 * own, `all` also has the values of the entries inside it: a "login code" is one name, and speaks of a login.
 */
export type Hit = { start: number; end: number; value: number; all: number };

type Node = {
  next: Map<number, Node>;
  rest: Node | null;
  /** Whether an entry ends here, be it only within a word. */
  ends: boolean;
  whole: number;
  capitals: number;
  head: number;
  tail: number;
  inside: number;
};
const newNode = (): Node => ({
  next: new Map(),
  rest: null,
  ends: false,
  whole: 0,
  capitals: 0,
  head: 0,
  tail: 0,
  inside: 0,
});

/**
 * Many words searched for at once. Linear: a search goes at most as deep as the longest entry from each
 * position, and stops at the first letter with which no entry goes on.
 */
export class Lexicon {
  readonly #root = newNode();
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
    let node = this.#root;
    for (let index = 0; index < word.length; index++) {
      if (word[index] === '*') {
        node.rest ??= newNode();
        node = node.rest;
        continue;
      }
      const unit = unitAt(word, index);
      const next = node.next.get(unit) ?? newNode();
      node.next.set(unit, next);
      node = next;
    }
    node.ends = true;
    if (entry.startsWith('*')) {
      if (entry.endsWith('*')) node.inside |= value;
      else node.tail |= value;
    } else if (entry.endsWith('*')) node.head |= value;
    else if (CAPITALS.test(entry)) node.capitals |= value;
    else node.whole |= value;
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
      walk(this.#root, text, start, opens, hit);
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
function walk(from: Node, text: string, start: number, opens: boolean, hit: Hit): void {
  let node: Node | undefined = from;
  for (let index = start; ; index++) {
    if (node.rest !== null) {
      let end = index;
      while (end - index < ENDING_LIMIT && !isEdge(text, end)) end++;
      walk(node.rest, text, end, opens, hit);
    }
    node = node.next.get(unitAt(text, index));
    if (node === undefined) return;
    if (!node.ends) continue;
    const closes = isEdge(text, index + 1);
    let value = (opens ? node.head : 0) | (closes ? node.tail : 0) | node.inside;
    if (opens && closes) {
      value |= node.whole;
      if (node.capitals !== 0 && CAPITALS.test(text.slice(start, index + 1))) value |= node.capitals;
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
