import { DatabaseError } from 'pg';
import { expect, test } from 'vitest';
import { type Log, logLine, reasonOf } from '#inbound/smtp/log.ts';
import { receiver } from '#tests/inbound/smtp/receiver.ts';
import { Dialogue } from '#tests/support/dialogue.ts';

test.each([
  [{ remote: '192.0.2.1', bytes: 12, because: undefined }, 'smtp stored remote=192.0.2.1 bytes=12'],
  [{ recipient: 'a b@c' }, 'smtp stored recipient="a b@c"'],
  [{ recipient: '' }, 'smtp stored recipient=""'],
  [{ recipient: 'a"b\\' }, 'smtp stored recipient="a\\"b\\\\"'],
  [{ recipient: 'a\x1b[2J\r\nsmtp stored' }, 'smtp stored recipient="a\\u{1b}[2J\\u{d}\\u{a}smtp stored"'],
  [{ recipient: 'a\u202eb😀' }, 'smtp stored recipient="a\\u{202e}b\\u{1f600}"'],
])('%j is one line of printable ASCII', (facts, line) => {
  expect(logLine('stored', facts)).toBe(line);
});

test('a long value is cut', () => {
  expect(logLine('refused', { recipient: 'x'.repeat(10_000) }).length).toBeLessThan(300);
});

const CODE = '62v3cc5t';
const refusedBy = (code: string) =>
  Object.assign(new DatabaseError(`PostgreSQL says ${CODE}`, 0, 'error'), { code });

test('the reason of a failure quotes nothing of a mail, unless the database speaks of itself', () => {
  const full = Object.assign(new DatabaseError('No space left on device', 0, 'error'), { code: '53100' });
  expect(reasonOf(full)).toBe('No space left on device');
  expect(reasonOf(refusedBy('22008'))).toMatch(/^error 22008 at log\.test\.ts:\d+$/);
  expect(reasonOf(new TypeError(`Cannot read ${CODE}`))).toMatch(/^TypeError at log\.test\.ts:\d+$/);
  expect(reasonOf(CODE)).toBe('unknown');
});

test('whatever a stranger says and whatever fails, the log has ids and reasons in printable ASCII alone', async () => {
  const lines: string[] = [];
  const log: Log = (event, facts = {}) => lines.push(logLine(event, facts));
  const failures = [refusedBy('22008'), new TypeError(`broken at ${CODE}`), null];
  const { port } = await receiver({
    log,
    judgeRecipient: async (address) => (address.startsWith('brand') ? 'known' : 'unknown-address'),
    deliver: async ({ recipients }) => {
      const failure = failures.shift();
      if (failure) throw failure;
      return recipients.map((recipient) => ({ recipient, result: 'stored', messageId: 'id' }));
    },
  });
  const dialogue = await Dialogue.open(port);
  await dialogue.say('EHLO \u202eclient.example');
  await dialogue.say('MAIL FROM:<a\u009b31m@b.example>');
  await dialogue.say('MAIL FROM:<a@b.example> SMTPUTF8');
  await dialogue.say('RCPT TO:<\u00e9\u202e@b.example>');
  await dialogue.say(`RCPT TO:<\x1b[2J${CODE}@b.example>`);
  await dialogue.say(`\x1b]0;${CODE}\x07`);
  for (let i = 0; i < 3; i++) {
    await dialogue.say('RSET');
    await dialogue.begin('\u00fc@b.example', 'brand@b.example');
    await dialogue.say(`Subject: \x1b[31m${CODE}\r\nMessage-ID: <${CODE}@x>\r\n\r\n\x1b[2J${CODE}\r\n.`);
  }
  dialogue.close();
  expect(lines.map((line) => line.split(' ')[1])).toEqual([...Array(5).fill('refused'), 'stored']);
  for (const line of lines) {
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    expect(line).not.toContain(CODE);
  }
});
