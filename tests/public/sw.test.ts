import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';

const SOURCE = path.join(import.meta.dirname, '../../public/sw.js');
const MESSAGE = 'https://inbox.example/inbox?message=1';

/** What the worker does when a notification is pressed, with these pages of Mailroom open. */
async function press(windows: { url: string; focus?: () => unknown; navigate?: (url: string) => unknown }[]) {
  const handlers: Record<string, (event: object) => void> = {};
  const openWindow = vi.fn(async () => {});
  const self = {
    location: { origin: 'https://inbox.example' },
    clients: { matchAll: async () => windows, openWindow },
    addEventListener: (name: string, handler: (event: object) => void) => {
      handlers[name] = handler;
    },
  };
  runInNewContext(await readFile(SOURCE, 'utf8'), { self, URL });
  const close = vi.fn();
  let done: unknown;
  const notification = { close, data: { path: '/inbox?message=1' } };
  handlers.notificationclick?.({ notification, waitUntil: (work: unknown) => (done = work) });
  await done;
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
