/** What a voice says, and a transcription writes, for digits. */
const DIGITS: Record<string, string> = {
  ...{ zero: '0', oh: '0', one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7' },
  ...{ eight: '8', nine: '9', niner: '9', ten: '10', eleven: '11', twelve: '12', thirteen: '13' },
  ...{ fourteen: '14', fifteen: '15', sixteen: '16', seventeen: '17', eighteen: '18', nineteen: '19' },
  ...{ twenty: '20', thirty: '30', forty: '40', fifty: '50', sixty: '60', seventy: '70', eighty: '80' },
  ninety: '90',
};
/** What a transcription hears instead: a digit only between others. */
const HEARD: Record<string, string> = {
  ...{ o: '0', won: '1', to: '2', too: '2', tree: '3', for: '4', fore: '4', fife: '5', ate: '8' },
};
const TIMES: Record<string, number> = { double: 2, triple: 3, treble: 3 };
/** Said between the groups of a code. */
const BETWEEN = new Set(['dash', 'hyphen', 'then']);
/** A number before one of these is no part of the code before it: “… three. Ten minutes”. */
const UNITS = /^(?:seconds?|minutes?|hours?|days?|times|digits?|attempts?)$/;
const PAUSE = /^[\s.,;:!?…–—-]*$/;
/** Fewer are how many digits it has, or which key to press. */
const SHORTEST = 4;
/** A voice says it two or three times. */
const MOST_TIMES = 4;

type Word = { start: number; end: number; digits: string; kind: 'digit' | 'heard' };

/**
 * Pure: writes the codes that a voice spoke, digit by digit, with pauses, as “double five”, or several times in a row,
 * as digits: “one two, three four. Five six” → “123456”. All else stays as it is. For English, which is what Twilio
 * transcribes (its documentation, “TwiML Voice: Record”, transcribe). Linear in the length of the text.
 */
export function readSpoken(text: string): string {
  let read = '';
  let at = 0;
  for (const { start, end, digits } of findRuns(text)) {
    read += text.slice(at, start) + digits;
    at = end;
  }
  return read + text.slice(at);
}

type Run = { start: number; end: number; digits: string };

function findRuns(text: string): Run[] {
  const runs: Run[] = [];
  let run: Word[] = [];
  let last = 0;
  let times: { start: number; count: number } | null = null;
  const close = (next: string) => {
    const found = asRun(UNITS.test(next) ? run.slice(0, -1) : run);
    if (found) runs.push(found);
    run = [];
    times = null;
  };
  for (const match of text.matchAll(/\d+|[\p{L}']+/gu)) {
    const word = match[0].toLowerCase();
    const [start, end] = [match.index, match.index + word.length];
    if (!PAUSE.test(text.slice(last, start))) close('');
    last = end;
    const count = TIMES[word];
    const spoken = digitsOf(word);
    if (count) times = { start, count };
    else if (spoken) {
      add(run, { ...spoken, start: times?.start ?? start, end, digits: repeat(spoken.digits, times?.count) });
      times = null;
    } else if (!(run.length > 0 && BETWEEN.has(word))) close(word);
  }
  close('');
  return runs;
}

function digitsOf(word: string): Pick<Word, 'digits' | 'kind'> | null {
  if (/^\d/.test(word)) return { digits: word, kind: 'digit' };
  if (Object.hasOwn(DIGITS, word)) return { digits: DIGITS[word] ?? '', kind: 'digit' };
  return Object.hasOwn(HEARD, word) ? { digits: HEARD[word] ?? '', kind: 'heard' } : null;
}

/** “Double five”; of a number that is written with more digits, nobody says that. */
function repeat(digits: string, count = 1): string {
  return digits.length === 1 ? digits.repeat(count) : digits;
}

/** “Twenty four” is two digits, not three. */
function add(run: Word[], word: Word): void {
  const before = run.at(-1);
  if (before && /^[2-9]0$/.test(before.digits) && /^[1-9]$/.test(word.digits) && word.kind === 'digit')
    Object.assign(before, { digits: `${before.digits[0]}${word.digits}`, end: word.end });
  else run.push(word);
}

function asRun(words: Word[]): Run | null {
  const [from, to] = [
    words.findIndex(({ kind }) => kind === 'digit'),
    words.findLastIndex(({ kind }) => kind === 'digit'),
  ];
  const run = from < 0 ? [] : words.slice(from, to + 1);
  const [first, last] = [run[0], run.at(-1)];
  const digits = saidOnce(run.map((word) => word.digits).join(''));
  return first && last && run.length > 1 && digits.length >= SHORTEST
    ? { start: first.start, end: last.end, digits }
    : null;
}

function saidOnce(digits: string): string {
  for (let times = MOST_TIMES; times > 1; times -= 1) {
    const unit = digits.slice(0, digits.length / times);
    if (unit.length >= SHORTEST && unit.repeat(times) === digits) return unit;
  }
  return digits;
}
