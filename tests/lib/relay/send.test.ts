import { afterAll, beforeAll, expect, test } from 'vitest';
import { relayConfigured, sendThroughRelay } from '#lib/relay/send.ts';
import { parseSettings } from '#lib/settings.ts';
import { startRelay, type TestRelay, useRelay } from '#tests/support/relay.ts';

let relay: TestRelay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const MAIL = { to: 'ann@partner.example', subject: 'Hello, Ünal', text: 'A line.' };

test('hands a mail to the relay, from the same sender in header and envelope', async () => {
  useRelay(`${relay.url}?from=mailroom@acme.example`);
  expect(relayConfigured()).toBe(true);
  await sendThroughRelay({ ...MAIL, fromName: 'Acme, “Mailroom”' });
  const { envelope, parsed } = relay.only();
  expect(envelope).toEqual({ from: 'mailroom@acme.example', to: ['ann@partner.example'] });
  expect(parsed.from?.value).toEqual([{ name: 'Acme, “Mailroom”', address: 'mailroom@acme.example' }]);
  expect(parsed.subject).toBe(MAIL.subject);
  expect(parsed.text?.trim()).toBe(MAIL.text);
});

test.each([
  [550, true],
  [451, false],
])(
  'says what the relay answered, and that after %i another attempt helps or does not',
  async (code, permanent) => {
    useRelay(relay.url);
    relay.refuseNext(code, 'not today');
    await expect(sendThroughRelay(MAIL)).rejects.toMatchObject({
      permanent,
      message: expect.stringMatching(`^The mail relay 127.0.0.1:\\d+ refused the mail: ${code} not today$`),
    });
  },
);

test('says that nothing answers there', async () => {
  const gone = await startRelay();
  await gone.stop();
  useRelay(gone.url);
  await expect(sendThroughRelay(MAIL)).rejects.toMatchObject({
    permanent: false,
    message: expect.stringMatching(/^The mail relay 127\.0\.0\.1:\d+ cannot be reached/),
  });
});

test('sends nothing where no relay is set', async () => {
  useRelay('');
  expect(relayConfigured()).toBe(false);
  await expect(sendThroughRelay(MAIL)).rejects.toThrow('SMTP_RELAY_URL is not set');
});

test('takes the sender from the URL, or makes it from SMTP_NAME', () => {
  const relayOf = (SMTP_RELAY_URL: string) =>
    parseSettings({ SMTP_NAME: 'mx.acme.example', SMTP_RELAY_URL }).relay;
  expect(relayOf('smtps://u:p@relay.example?from=a@b.example&pool=true')).toEqual({
    url: 'smtps://u:p@relay.example?pool=true',
    from: 'a@b.example',
  });
  expect(relayOf('smtp://relay.example')?.from).toBe('mailroom@mx.acme.example');
  expect(() => relayOf('smtp://relay.example?from=nobody')).toThrow(/SMTP_RELAY_URL has from=nobody/);
  expect(() => relayOf('https://relay.example')).toThrow(/SMTP_RELAY_URL must be a URL such as smtps:/);
});
