import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';

const SOURCE = path.join(import.meta.dirname, '../../public/sw.js');
const MESSAGE = 'https://inbox.example/inbox?message=1';

type Handlers = Record<string, (event: object) => void>;

/** The worker's own handlers, in a world that has only what is given. */
async function start(world: { self: object; fetch?: unknown }): Promise<Handlers> {
  const handlers: Handlers = {};
  const addEventListener = (name: string, handler: (event: object) => void) => {
    handlers[name] = handler;
  };
  const self = { location: { origin: 'https://inbox.example' }, addEventListener, ...world.self };
  runInNewContext(await readFile(SOURCE, 'utf8'), { ...world, self, URL });
  return handlers;
}

/** Calls a handler as the browser does, and waits for what it keeps the worker alive for. */
async function call(handlers: Handlers, name: string, event: object = {}): Promise<void> {
  let done: unknown;
  handlers[name]?.({ ...event, waitUntil: (work: unknown) => (done = work) });
  await done;
}

/** What the worker does when a notification is pressed, with these pages of Mailroom open. */
async function press(windows: { url: string; focus?: () => unknown; navigate?: (url: string) => unknown }[]) {
  const openWindow = vi.fn(async () => {});
  const handlers = await start({ self: { clients: { matchAll: async () => windows, openWindow } } });
  const close = vi.fn();
  await call(handlers, 'notificationclick', { notification: { close, data: { path: '/inbox?message=1' } } });
  expect(close).toHaveBeenCalledOnce();
  return openWindow;
}

test('a notification opens its message in the inbox that is open, else in a new window', async () => {
  expect(await press([])).toHaveBeenCalledWith(MESSAGE);
  expect(await press([{ url: 'https://inbox.example/settings' }])).toHaveBeenCalledWith(MESSAGE);
  const inbox = { url: 'https://inbox.example/inbox?q=x', focus: vi.fn(), navigate: vi.fn(async () => {}) };
  expect(await press([inbox])).not.toHaveBeenCalled();
  expect(inbox.focus).toHaveBeenCalledOnce();
  expect(inbox.navigate).toHaveBeenCalledWith(MESSAGE);
});

test('an inbox that the worker may not lead elsewhere is left as it is', async () => {
  const inbox = { url: 'https://inbox.example/inbox', focus: vi.fn(), navigate: () => Promise.reject() };
  expect(await press([inbox])).toHaveBeenCalledWith(MESSAGE);
});

test('a browser whose place at the push service has changed tells Mailroom the new one, unless it has been signed out', async () => {
  const subscription = { endpoint: 'https://push.example/new', keys: { p256dh: 'p', auth: 'a' } };
  const subscribe = vi.fn(async () => subscription);
  const self = { registration: { pushManager: { subscribe } } };
  const fetch = vi.fn(async (_url: string, _options?: RequestInit) => Response.json({ publicKey: 'key' }));
  await call(await start({ self, fetch }), 'pushsubscriptionchange');
  expect(subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: 'key' });
  const body = JSON.stringify(subscription);
  expect(fetch).toHaveBeenLastCalledWith('/settings/preferences/device', { method: 'PUT', body });

  fetch.mockResolvedValue(new Response(null, { status: 401 }));
  await call(await start({ self, fetch }), 'pushsubscriptionchange');
  expect(subscribe).toHaveBeenCalledOnce();
});
