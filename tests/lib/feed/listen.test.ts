import { beforeAll, expect, test, vi } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { pool } from '#lib/database/pool.ts';
import { closeFeed, countSubscriptions, subscribe } from '#lib/feed/listen.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createWorkspace, receivedMessage } from '#tests/support/workspace.ts';

useDatabase();

beforeAll(async () => {
  const first = listener(crypto.randomUUID());
  await vi.waitFor(() => expect(first.wake, 'the first connection wakes all').toHaveBeenCalled(), 5_000);
  first.end();
});

test('a commit wakes who waits for its address, and nobody else', async () => {
  const { addresses } = await createWorkspace(['a', 'b']);
  const [a, b] = addresses.map((address) => listener(address.id));
  await deliver(receivedMessage({ recipients: [addresses[0]?.address ?? ''] }));
  await vi.waitFor(() => expect(a?.wake).toHaveBeenCalledTimes(1));
  expect(b?.wake).not.toHaveBeenCalled();
  a?.end();
  b?.end();
});

test('whoever has ended is not woken, and leaves nothing behind', async () => {
  const { address } = await createWorkspace();
  const gone = listener(address.id);
  const here = listener(address.id);
  gone.end();
  gone.end();
  await deliver(receivedMessage({ recipients: [address.address] }));
  await vi.waitFor(() => expect(here.wake).toHaveBeenCalled());
  here.end();
  expect(gone.wake).not.toHaveBeenCalled();
  expect(countSubscriptions()).toBe(0);
});

test('a broken connection comes back by itself and wakes all, since hints may be lost', async () => {
  const { address } = await createWorkspace();
  const waiter = listener(address.id);
  await pool().query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mailroom feed' AND datname = current_database()",
  );
  await vi.waitFor(() => expect(waiter.wake).toHaveBeenCalled(), 5_000);
  waiter.wake.mockClear();
  await deliver(receivedMessage({ recipients: [address.address] }));
  await vi.waitFor(() => expect(waiter.wake).toHaveBeenCalledTimes(1));
  waiter.end();
});

test('closing wakes all a last time, and whoever comes later is woken at once', async () => {
  const { address } = await createWorkspace();
  const waiter = listener(address.id);
  await closeFeed();
  expect(waiter.wake).toHaveBeenCalledTimes(1);
  const late = listener(address.id);
  await vi.waitFor(() => expect(late.wake).toHaveBeenCalledTimes(1));
});

function listener(addressId: string) {
  const wake = vi.fn();
  return { wake, end: subscribe([addressId], wake) };
}
