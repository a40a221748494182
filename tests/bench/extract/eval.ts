import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { extract } from '../../../lib/codes/extract.ts';
import { PEERS } from './peers.ts';

/**
 * Measures the extractor on labelled messages: `node tests/bench/extract/eval.ts [file.jsonl …]`, a JSON
 * object a line with channel, from, subject, text, html, expected (null: no code), kind, lang, instantiated.
 * Without files: the project's own, and a corpus beside the project where there is one.
 */
type Row = {
  id: string;
  channel: string;
  from?: string | null;
  subject?: string | null;
  text?: string | null;
  html?: string | null;
  expected: string | null;
  kind?: string;
  lang?: string;
  instantiated?: boolean;
};
type Reader = { name: string; read: (row: Row) => string | null };
type Score = { codes: number; right: number; given: number; none: number; quiet: number };

const ROOT = join(import.meta.dirname, '../../..');
const OWN = join(ROOT, 'tests/lib/codes/extract/messages');
const CORPUS = join(ROOT, '../shared/corpus');
const disputed: { [id: string]: string } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'disputed.json'), 'utf8'),
);

const readers: Reader[] = [
  { name: 'Mailroom', read: (row) => extract(asMessage(row)).codes[0]?.code ?? null },
  ...PEERS.map(({ name, read }) => ({ name, read: (row: Row) => read(asText(row)) })),
];

const files =
  process.argv.length > 2 ? process.argv.slice(2) : [OWN, CORPUS].filter(existsSync).flatMap(jsonlIn);
const misses: string[] = [];
for (const file of files) report(file);
print(misses.length === 0 ? ['No misses.'] : [`## Misses (${misses.length})`, '', ...misses]);

function report(file: string): void {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line): Row => JSON.parse(line));
  const groups: [string, (row: Row) => boolean][] = [
    ['all', () => true],
    ['not instantiated', (row) => row.instantiated !== true],
    ...values(rows, 'kind'),
    ...values(rows, 'channel'),
    ...values(rows, 'lang'),
  ];
  const answers = readers.map(({ read }) => new Map(rows.map((row) => [row, normalise(read(row))])));
  print([
    `## ${basename(file)}: ${rows.length} messages`,
    '',
    `| ${['group', 'messages', ...readers.map(({ name }) => `${name}: precision / recall / quiet`)].join(' | ')} |`,
    `|${' --- |'.repeat(readers.length + 2)}`,
    ...groups.map(([name, belongs]) => {
      const group = rows.filter(belongs);
      return `| ${[name, group.length, ...answers.map((given) => percentages(score(group, given)))].join(' | ')} |`;
    }),
    '',
  ]);
  for (const row of rows) {
    const given = answers[0]?.get(row) ?? null;
    if (given === normalise(row.expected)) continue;
    const dispute = disputed[row.id] === undefined ? '' : ` (disputed: ${disputed[row.id]})`;
    misses.push(
      `- ${row.id} ${row.lang ?? ''} wanted ${row.expected ?? 'none'}, got ${given ?? 'none'}${dispute}`,
    );
  }
}

/**
 * Precision: of the codes given, the right ones. Recall: of the messages with a code, those read right.
 * Quiet: of the others, those left alone.
 */
function score(rows: Row[], given: Map<Row, string | null>): Score {
  const total: Score = { codes: 0, right: 0, given: 0, none: 0, quiet: 0 };
  for (const row of rows) {
    const code = given.get(row) ?? null;
    if (code !== null) total.given++;
    if (row.expected === null) {
      total.none++;
      if (code === null) total.quiet++;
    } else {
      total.codes++;
      if (code === normalise(row.expected)) total.right++;
    }
  }
  return total;
}

function percentages({ codes, right, given, none, quiet }: Score): string {
  return [percent(right, given), percent(right, codes), percent(quiet, none)].join(' / ');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** As codes are compared: NFKC, without spaces, hyphens and dots; case counts. */
function normalise(code: string | null): string | null {
  return code === null ? null : code.normalize('NFKC').replace(/[\s.-]/g, '');
}

function asMessage(row: Row): Parameters<typeof extract>[0] {
  const { from = null, subject = null, text = null, html = null } = row;
  return { channel: row.channel === 'email' ? 'email' : 'sms', from, subject, text, html };
}

/** What a reader of plain text sees: the subject, then the text, or the HTML without its tags. */
function asText({ subject, text, html }: Row): string {
  const body = text || (html ?? '').replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>|<[^>]*>/g, ' ');
  return [subject, body].filter(Boolean).join('\n');
}

function values(rows: Row[], key: 'kind' | 'channel' | 'lang'): [string, (row: Row) => boolean][] {
  const names = [...new Set(rows.map((row) => row[key] ?? ''))].filter(Boolean).sort();
  return names.map((name) => [`${key} ${name}`, (row) => row[key] === name]);
}

function jsonlIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(folder, name));
}

function print(lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
