import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { readInputBytes } from '#bin/mailroom/input.ts';
import { answerJson, answerRow, tell } from '#bin/mailroom/output.ts';
import { type Given, UsageError } from '#bin/mailroom/usage.ts';
import { parseMail } from '#inbound/email/parse.ts';
import { type Extraction, extract } from '#lib/codes/extract.ts';
import { printableJson } from '#lib/printable-json.ts';

export async function run(given: Given): Promise<number> {
  const [file] = given.positionals;
  if (!given.flag('jsonl')) return extractMail(file, given.flag('json'));
  if (file) throw new UsageError('--jsonl reads standard input, and takes no file.');
  return extractLines();
}

async function extractMail(file: string | undefined, asJson: boolean): Promise<number> {
  const source = file === undefined ? await readInputBytes() : await readFile(file);
  const mail = await parseMail(source);
  const found = extract({ ...mail, channel: 'email', from: mail.from.address });
  if (mail.problem) tell(mail.problem);
  if (asJson) answerJson(found);
  else print(found);
  if (found.codes.length + found.links.length > 0) return 0;
  tell('Neither a code nor a link was found.');
  return 3;
}

function print({ codes, links }: Extraction): void {
  for (const { code, service, purpose, confidence, validFor, found } of codes)
    answerRow([
      ...['code', code, service ?? '-', purpose, confidence.toFixed(2)],
      ...[validFor === null ? '-' : `${validFor} s`, found.part, found.context],
    ]);
  for (const { kind, href, text } of links) answerRow(['link', kind, href, text]);
}

const line = z.object({
  channel: z.enum(['email', 'sms', 'mms', 'voice']).default('email'),
  from: z.string().nullish(),
  subject: z.string().nullish(),
  text: z.string().nullish(),
  html: z.string().nullish(),
  provenDomain: z.string().nullish(),
});

/** A line for each line, so that answers keep the places of their questions; what is wrong with one is told apart. */
async function extractLines(): Promise<number> {
  let [number, wrong] = [0, 0];
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === '') continue;
    const message = read(text);
    if (typeof message === 'string') {
      wrong += 1;
      tell(`Line ${number}: ${message}`);
    }
    const found = typeof message === 'string' ? { codes: [], links: [] } : extract(message);
    const codes = found.codes.map(({ code, service, purpose, confidence }) => ({
      ...{ code, service, purpose, confidence },
    }));
    if (!process.stdout.write(`${printableJson({ codes, links: found.links })}\n`))
      await once(process.stdout, 'drain');
  }
  return wrong > 0 ? 1 : 0;
}

function read(text: string) {
  try {
    const { channel, from, subject, text: body, html, provenDomain } = line.parse(JSON.parse(text));
    return {
      ...{ channel, from: from ?? null, subject: subject ?? null, text: body ?? null, html: html ?? null },
      provenDomain: provenDomain ?? null,
    };
  } catch (error) {
    if (error instanceof SyntaxError) return 'not JSON.';
    if (!(error instanceof z.ZodError)) throw error;
    return error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`).join('; ');
  }
}
