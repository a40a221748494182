import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { authenticate } from '#inbound/email/authenticate.ts';
import { KnownSenders } from '#inbound/email/known-senders.ts';
import { DMARC, SESSION, STRANGER, signed } from '#tests/inbound/email/signed-mail.ts';
import { resolverOf, type Zone } from '#tests/inbound/email/zone.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

const UNSIGNED = 'From: X <info@x.example>\r\nSubject: hi\r\n\r\nhi\r\n';
const PROVEN = { spf: 'pass', dmarc: 'pass', provenDomain: 'x.example' };

/** Judges one mail after the other, and counts what DNS is asked. */
function judging(zone: Zone = DMARC) {
  const known = new KnownSenders();
  const resolver = vi.fn(resolverOf(zone));
  return {
    resolver,
    judge: (mail: string, session = SESSION) =>
      authenticate(Buffer.from(mail), session, resolver, new Date(), known),
  };
}

test('the next mail of an author over the same session’s names costs no question', async () => {
  const { judge, resolver } = judging();
  expect(await judge(UNSIGNED)).toMatchObject(PROVEN);
  const asked = resolver.mock.calls.length;
  expect(asked).toBeGreaterThan(0);
  expect(await judge(UNSIGNED.replaceAll('hi', 'ho'))).toMatchObject(PROVEN);
  expect(resolver).toHaveBeenCalledTimes(asked);
});

test.each([
  ['from elsewhere', UNSIGNED, { ...SESSION, remoteAddress: '198.51.100.7' }],
  ['of another sender', UNSIGNED, { ...SESSION, envelopeFrom: 'bounce@list.test' }],
  ['of another author', UNSIGNED.replace('info@x.example', 'info@list.test'), SESSION],
  ['with a second author', `From: X <info@list.test>\r\n${UNSIGNED}`, SESSION],
  ['with a second subject', `Subject: ho\r\n${UNSIGNED}`, SESSION],
])('a mail %s is not proven by what was said of the one before', async (_what, mail, session) => {
  const { judge } = judging();
  expect(await judge(UNSIGNED)).toMatchObject(PROVEN);
  expect(await judge(mail, session)).toMatchObject({ provenDomain: null });
});

test('a mail that breaks a rule takes nothing from the one after it', async () => {
  const { judge } = judging();
  expect(await judge(`Subject: ho\r\n${UNSIGNED}`)).toMatchObject({ provenDomain: null });
  expect(await judge(UNSIGNED)).toMatchObject(PROVEN);
});

test('a signature is verified on every mail', async () => {
  const { judge } = judging();
  const mail = await signed();
  expect(await judge(mail, STRANGER)).toMatchObject({ dkim: 'pass', provenDomain: 'x.example' });
  const changed = mail.replace('Bye', 'Bye!');
  expect(await judge(changed, STRANGER)).toMatchObject({ dkim: 'fail', provenDomain: null });
});

test('what DNS could not say is asked again after seconds, the rest after a minute', async () => {
  const zone: Zone = { ...DMARC, 'x.example': { TXT: 'ETIMEOUT' } };
  const { judge } = judging(zone);
  expect(await judge(UNSIGNED)).toMatchObject({ spf: 'temperror', dmarc: 'temperror', provenDomain: null });
  Object.assign(zone, DMARC);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(await judge(UNSIGNED)).toMatchObject({ spf: 'temperror' });
  await vi.advanceTimersByTimeAsync(2);
  expect(await judge(UNSIGNED)).toMatchObject(PROVEN);
  Object.assign(zone, { 'x.example': { TXT: ['v=spf1 -all'] } });
  await vi.advanceTimersByTimeAsync(59_998);
  expect(await judge(UNSIGNED)).toMatchObject(PROVEN);
  await vi.advanceTimersByTimeAsync(3);
  expect(await judge(UNSIGNED)).toMatchObject({ spf: 'fail', provenDomain: null });
});

test('names that are longer than any sender’s are not remembered', async () => {
  const { judge, resolver } = judging();
  const session = { ...SESSION, heloName: 'x'.repeat(1_000) };
  await judge(UNSIGNED, session);
  const asked = resolver.mock.calls.length;
  await judge(UNSIGNED, session);
  expect(resolver.mock.calls.length).toBeGreaterThan(asked);
});
