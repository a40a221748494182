import { afterEach, expect, test, vi } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { sourceOf } from '#inbound/received-message.ts';
import { startVerdicts, type Verdicts } from '#inbound/verdicts.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { findPendingVerdicts, type Verdict } from '#lib/messages/authenticate.ts';
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
  start(vi.fn(), judge).begin(source, SESSION).record([id]);
  await soon(async () => expect(await verdictOf(id)).toEqual(PASS));
  expect(judge).toHaveBeenCalledExactlyOnceWith(source, SESSION);
  const events = await database().feedEvent.findMany({ where: { messageId: id }, orderBy: { id: 'asc' } });
  expect(events.at(-1)?.kind).toBe('message.updated');
});

test('a verdict that is there by the time a mail is stored is stored with it, its code proven at once', async () => {
  const { address } = await createWorkspace();
  const message = receivedMessage({ recipients: [address.address] });
  const judging = start(vi.fn(), async () => PASS).begin(message.source.bytes, SESSION);
  await new Promise(setImmediate);
  const outcome = first(await deliver({ ...message, verdict: judging.soFar() }));
  if (outcome.result !== 'stored') throw new Error(outcome.result);
  expect(await verdictOf(outcome.messageId)).toEqual(PASS);
  const stored = await database().message.findUniqueOrThrow({
    where: { id: outcome.messageId },
    include: { codes: true },
  });
  expect(stored.authenticatedAt).not.toBeNull();
  expect(stored.codes).toMatchObject([{ provenDomain: 'x.com' }]);
  const events = await database().feedEvent.findMany({ where: { messageId: outcome.messageId } });
  expect(events.map(({ kind }) => kind).sort()).toEqual(['code.received', 'message.received']);
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

test('large mails are taken up a few at a time, and one that is larger than all of them may be, alone', async () => {
  const { address } = await createWorkspace();
  const sizes = [3, 3, 3, 40];
  for (const [i, size] of sizes.entries()) {
    const source = sourceOf(Buffer.alloc(size * 1024, String(i)), 'message/rfc822');
    await deliver(receivedMessage({ recipients: [address.address], source }));
  }
  await pool().query(
    "UPDATE message SET received_at = received_at - interval '1 hour' WHERE address_id = $1",
    [address.id],
  );
  const found = async (mails: number, bytes: number) =>
    (await findPendingVerdicts({ mails, bytes: bytes * 1024 })).map(({ source }) => source.length / 1024);
  expect(await found(20, 100)).toEqual(sizes);
  expect(await found(2, 100)).toEqual([3, 3]);
  expect(await found(20, 8)).toEqual([3, 3]);
  expect(await found(20, 1)).toEqual([3]);
  await database().message.deleteMany({ where: { addressId: address.id, size: 3 * 1024 } });
  expect(await found(20, 1)).toEqual([40]);
  await database().message.deleteMany({ where: { addressId: address.id } });
});

test('a mail that breaks the judge has a verdict all the same, so that it is not judged for ever', async () => {
  const { id, source } = await deliverOne();
  const log = vi.fn();
  start(log, () => Promise.reject(new TypeError(`broken at ${source}`)))
    .begin(source, SESSION)
    .record([id]);
  await soon(async () =>
    expect(await verdictOf(id)).toEqual({
      spf: 'temperror',
      dkim: 'temperror',
      dmarc: 'temperror',
      arc: 'temperror',
      provenDomain: null,
    }),
  );
  expect(log).toHaveBeenCalledWith('unjudged', {
    remote: SESSION.remoteAddress,
    because: expect.stringMatching(/^TypeError at verdicts\.test\.ts:\d+$/),
  });
});

test('a flood that DNS cannot keep up with is left to the sweep', async () => {
  let judged = 0;
  const forever = vi.fn(() => {
    judged++;
    return new Promise<Verdict>(() => {});
  });
  const verdicts = start(vi.fn(), forever);
  for (let i = 0; i < 5_000; i++) verdicts.begin(Buffer.alloc(1_024), SESSION);
  expect(judged).toBe(250);
});

test('large mails that wait for DNS are bounded together', () => {
  const forever = vi.fn(() => new Promise<Verdict>(() => {}));
  const verdicts = start(vi.fn(), forever);
  for (let i = 0; i < 10; i++) verdicts.begin(Buffer.alloc(10 * 1024 * 1024), SESSION);
  expect(forever).toHaveBeenCalledTimes(3);
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
  verdicts.begin(source, SESSION).record([id]);
  verdicts.stop();
  answer(PASS);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await verdictOf(id)).toMatchObject({ spf: null, dkim: null });
});
