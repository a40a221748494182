import { LANGUAGES } from './knowledge/languages.ts';
import { fold } from './letters.ts';

/** How often each pair of letters stands in the word lists: a sample of sixty languages that is at hand. */
const pairs = new Map<string, number>();
for (const words of Object.values(LANGUAGES)) {
  for (const word of fold(Object.values(words).join(' ')).split(/[^a-z]+/)) {
    for (let at = 0; at + 1 < word.length; at++) {
      const pair = word.slice(at, at + 2);
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
  }
}

/**
 * How much letters read like a word: the mean binary logarithm of how common their pairs are. 19 of 20 words
 * reach 4, and one of six random strings; 49 of 50 words reach 3.25, and one of three random strings.
 */
export function wordLikeness(letters: string): number {
  const word = letters.toLowerCase();
  let sum = 0;
  for (let at = 0; at + 1 < word.length; at++) sum += Math.log2(1 + (pairs.get(word.slice(at, at + 2)) ?? 0));
  return sum / (word.length - 1);
}
