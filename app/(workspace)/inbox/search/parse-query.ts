import { readMomentOf, type Token, tokensOf } from '#app/(workspace)/inbox/search/tokens.ts';

/** What the list asks the API for: parameters of `GET /messages`. */
export type MessageParameters = Partial<Record<Field, string>>;

type Field =
  | 'address'
  | 'accountId'
  | 'q'
  | 'from'
  | 'to'
  | 'subject'
  | 'service'
  | 'channel'
  | 'state'
  | 'hasCode'
  | 'unread'
  | 'archived'
  | 'after'
  | 'before';

export type ParsedQuery = {
  parameters: MessageParameters;
  /** What was not understood, each in a sentence that says what would be right. */
  problems: string[];
  words: Words;
};

/** What is marked, each where it was looked for: `from:x` says nothing about the x of a subject. */
export type Words = { sender: string[]; subject: string[]; text: string[] };

/**
 * Pure: what a member types above the list, as the API's parameters. Nothing typed is the inbox; whatever is
 * looked for is looked for in all, also in what the member has archived, unless `in:inbox` says otherwise.
 * @param now for `after:yesterday` and `before:2h`; days are those of the browser's time zone
 */
export function parseQuery(text: string, now: Date): ParsedQuery {
  const given = new Map<Field, string>();
  const problems: string[] = [];
  const loose: string[] = [];
  for (const token of tokensOf(text)) {
    const understood = understand(token, now);
    if (understood === 'word') loose.push(token.raw);
    else if ('problem' in understood) problems.push(understood.problem);
    else if (given.has(understood.field))
      problems.push(`Of ${token.name}: only the first counts: remove “${token.raw}”.`);
    else given.set(understood.field, understood.value);
    if (understood === 'word' && looksLikeOperator(token))
      problems.push(`There is no ${token.name}: here, so “${token.raw}” is looked for as it stands.`);
  }
  if (loose.length > 0) given.set('q', loose.join(' '));
  if (given.size === 0) given.set('archived', 'false');
  if (given.get('archived') === ANYWHERE) given.delete('archived');
  return { parameters: Object.fromEntries(given), problems, words: wordsOf(loose, given) };
}

function wordsOf(loose: string[], given: Map<Field, string>): Words {
  const anywhere = loose
    .filter((word) => !word.startsWith('-') && word !== 'OR')
    .map(unquoted)
    .filter((word) => word !== '');
  const of = (field: Field) => [given.get(field) ?? [], anywhere].flat();
  return { sender: of('from'), subject: of('subject'), text: anywhere };
}

type Understood = { field: Field; value: string } | { problem: string } | 'word';

function understand({ name, value }: Token, now: Date): Understood {
  if (name === null) return 'word';
  if (name === 'from' || name === 'to' || name === 'subject' || name === 'service') {
    if (value === '') return { problem: `${name}: is followed by what it is: ${EXAMPLES[name]}.` };
    return { field: name, value: name === 'service' ? value.toLowerCase() : value };
  }
  if (name === 'before' || name === 'after') {
    const moment = readMomentOf(value, now);
    if (moment) return { field: name, value: moment.toISOString() };
    return {
      problem: `${name}: is followed by a day, 2026-11-24, or by today, yesterday, 2h or 7d, not by “${value}”.`,
    };
  }
  const choices = CHOICES[name];
  if (!choices) return 'word';
  const [field, chosen] = choices[value.toLowerCase()] ?? [];
  if (field && chosen) return { field, value: chosen };
  return { problem: `${name}: is followed by ${listOf(Object.keys(choices))}, not by “${value}”.` };
}

const EXAMPLES = {
  from: 'from:github',
  to: 'to:brand',
  subject: 'subject:invoice',
  service: 'service:x',
};

/** Not a value of the API: both, what is archived and what is not. */
const ANYWHERE = 'any';

const CHOICES: Record<string, Record<string, [Field, string]>> = {
  has: { code: ['hasCode', 'true'] },
  channel: Object.fromEntries(['email', 'sms', 'mms', 'voice'].map((each) => [each, ['channel', each]])),
  in: { all: ['archived', ANYWHERE], inbox: ['archived', 'false'] },
  is: {
    unread: ['unread', 'true'],
    archived: ['archived', 'true'],
    usable: ['state', 'usable'],
    superseded: ['state', 'superseded'],
    expired: ['state', 'expired'],
    taken: ['state', 'claimed'],
  },
};

/** `foo:bar`; but `re:` alone and a link are words. */
function looksLikeOperator({ name, value }: Token): boolean {
  return name !== null && value !== '' && !value.startsWith('//');
}

function unquoted(word: string): string {
  return word.replaceAll('"', '').trim();
}

function listOf(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
