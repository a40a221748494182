import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CodePurpose, extract, type MessageContent } from '#lib/codes/extract.ts';

/**
 * The project's own labelled messages, one a line; the evaluation in tests/bench/extract reads the same
 * files.
 */
type Labelled = MessageContent & {
  id: string;
  title?: string;
  expected: string | null;
  service: string | null;
  purpose?: CodePurpose;
  validFor?: number;
  maxConfidence?: number;
};

describe.each(['x', 'services', 'languages', 'notices', 'short', 'mails', 'apart'])(
  'messages/%s.jsonl',
  (file) => {
    const lines = readFileSync(join(import.meta.dirname, 'messages', `${file}.jsonl`), 'utf8').split('\n');
    const messages = lines.filter(Boolean).map((line): Labelled => JSON.parse(line));

    test.each(messages.map((message) => [nameOf(message), message] as const))('%s', (_, message) => {
      const { codes, service } = extract(message);
      if (message.expected === null) {
        expect(codes).toEqual([]);
        return;
      }
      expect(codes[0]?.code).toBe(message.expected);
      expect(codes[0]?.found.context).toContain(codes[0]?.raw);
      if (message.service !== null) expect(service).toBe(message.service);
      if (message.purpose !== undefined) expect(codes[0]?.purpose).toBe(message.purpose);
      if (message.validFor !== undefined) expect(codes[0]?.validFor).toBe(message.validFor);
      expect(codes[0]?.confidence).toBeLessThanOrEqual(message.maxConfidence ?? 1);
    });
  },
);

function nameOf({ id, title, expected, subject, text, html }: Labelled): string {
  const words = (subject || text || html || '').replace(/\s+/g, ' ').slice(0, 60);
  return `${title ?? (expected === null ? `“${words}” has no code` : `${expected} is the code of “${words}”`)} [${id}]`;
}
