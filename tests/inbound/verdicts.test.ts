import { afterEach, expect, test, vi } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { startVerdicts, type Verdicts } from '#inbound/verdicts.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import type { Verdict } from '#lib/messages/authenticate.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createWorkspace, first, receivedMessage } from '#tests/support/workspace.ts';

useDatabase();

const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

const PASS: Verdict = { spf: 'pass', dkim: 'pass', dmarc: 'pass', arc: 'none', provenDomain: 'x.com' };
const SESSION = { envelopeFrom: 'bounce@x.com', remoteAddress: '192.0.2.1', heloName: 'mx.x.com' };

const started: Verdicts[] = [];
afterEach(() => {
  for (const verdicts of started.splice(0)) verdicts.stop();
});
const start = (...args: Parameters<typeof startVerdicts>) => {
  const verdicts = startVerdicts(...args);
  started.push(verdicts);
  return verdicts;
};

async function deliverOne() {
  const { address } = await createWorkspace();
  const message = receivedMessage({ recipients: [address.address] });
  const outcome = first(await deliver(message));
  if (outcome.result !== 'stored') throw new Error(outcome.result);
  return { id: outcome.messageId, source: message.source.bytes };
}

const verdictOf = (id: string) =>
  database().message.findUniqueOrThrow({
    where: { id },
    select: { spf: true, dkim: true, dmarc: true, arc: true, provenDomain: true },
  });

test('a verdict is recorded after the delivery, and an event tells it', async () => {
  const { id, source } = await deliverOne();
  const judge = vi.fn(async () => PASS);
  start(vi.fn(), judge).enqueue([id], source, SESSION);
  await soon(async () => expect(await verdictOf(id)).toEqual(PASS));
  expect(judge).toHaveBeenCalledExactlyOnceWith(source, SESSION);
  const events = await database().feedEvent.findMany({ where: { messageId: id }, orderBy: { id: 'asc' } });
  expect(events.at(-1)?.kind).toBe('message.updated');
});

test('what a crash left pending is taken up at the next start', async () => {
  const { id, source } = await deliverOne();
  await pool().query("UPDATE message SET received_at = received_at - interval '1 hour' WHERE id = $1", [id]);
  const judge = vi.fn(async () => PASS);
  start(vi.fn(), judge);
  await soon(async () => expect(await verdictOf(id)).toEqual(PASS));
  expect(judge).toHaveBeenCalledExactlyOnceWith(source, SESSION);
});

test('a backlog longer than one batch is worked off', async () => {
  const { addresses } = await createWorkspace(Array.from({ length: 5 }, (_, i) => `a${i}`));
  const recipients = addresses.map(({ address }) => address);
  for (let i = 0; i < 50; i++) await deliver(receivedMessage({ recipients }));
  await pool().query("UPDATE message SET received_at = received_at - interval '1 hour'");
  start(vi.fn(), async () => PASS);
  await soon(async () =>
    expect(await database().message.count({ where: { authenticatedAt: null } })).toBe(0),
  );
});

test('a mail that breaks the judge has a verdict all the same, so that it is not judged for ever', async () => {
  const { id, source } = await deliverOne();
  const log = vi.fn();
  start(log, () => Promise.reject(new Error('broken'))).enqueue([id], source, SESSION);
  await soon(async () =>
    expect(await verdictOf(id)).toEqual({
      spf: 'temperror',
      dkim: 'temperror',
      dmarc: 'temperror',
      arc: 'temperror',
      provenDomain: null,
    }),
  );
  expect(log).toHaveBeenCalledWith('unjudged', { messages: id, because: 'broken' });
});

test('slow DNS holds up a few mails, not all of them, and a flood is left to the sweep', async () => {
  let judged = 0;
  const forever = vi.fn(() => {
    judged++;
    return new Promise<Verdict>(() => {});
  });
  const verdicts = start(vi.fn(), forever);
  for (let i = 0; i < 5_000; i++) verdicts.enqueue([`id-${i}`], Buffer.alloc(1_024), SESSION);
  expect(judged).toBe(8);
});

test('after the stop nothing is written any more', async () => {
  const { id, source } = await deliverOne();
  let answer = (_: Verdict) => {};
  const verdicts = start(
    vi.fn(),
    () =>
      new Promise<Verdict>((resolve) => {
        answer = resolve;
      }),
  );
  verdicts.enqueue([id], source, SESSION);
  verdicts.stop();
  answer(PASS);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await verdictOf(id)).toMatchObject({ spf: null, dkim: null });
});
