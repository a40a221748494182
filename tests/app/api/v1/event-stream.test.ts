import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventStream } from '#app/api/v1/event-stream.ts';
import type { Followed } from '#lib/messages/events.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function asked(init?: RequestInit): Request {
  return new Request('http://localhost/api/v1/events', init);
}

/** Signs of life without end; counts those that were asked for, and says whether it was ended. */
function endless() {
  const state = { made: 0, ended: false };
  async function* follow(): AsyncGenerator<Followed> {
    try {
      for (;;) {
        state.made += 1;
        yield { kind: 'quiet', position: { xid: '1', id: String(state.made) } };
      }
    } finally {
      state.ended = true;
    }
  }
  return { state, follow };
}

test('a reader who takes nothing more is held nothing for, and dropped after half a minute', async () => {
  const { state, follow } = endless();
  let aborted = false;
  const response = await eventStream(asked(), (signal) => {
    signal.addEventListener('abort', () => {
      aborted = true;
    });
    return follow();
  });
  const reader = response.body?.getReader();
  await reader?.read();
  await vi.advanceTimersByTimeAsync(29_000);
  expect(state.made).toBeLessThan(5);
  expect(aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(aborted).toBe(true);
  await expect(
    (async () => {
      while (!(await reader?.read())?.done);
    })(),
  ).rejects.toThrow('too slow');
});

test('a sign of life is a comment to a program, and an event to a page, which hears no comments', async () => {
  const begin = async (options?: { toPage: boolean }) => {
    const response = await eventStream(asked(), () => endless().follow(), options);
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return value;
  };
  expect(await begin()).toBe('retry: 1000\n: quiet\nid: 1-1\n\n');
  expect(await begin({ toPage: true })).toBe('retry: 1000\nid: 1-1\nevent: quiet\ndata: {}\n\n');
});

test('a reader who goes on reading, however slowly, is not dropped; one who leaves ends the follower', async () => {
  const { state, follow } = endless();
  const response = await eventStream(asked(), () => follow());
  const reader = (response.body ?? new ReadableStream()).getReader();
  for (let n = 0; n < 10; n += 1) {
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await reader.read()).done).toBe(false);
  }
  await reader.cancel();
  expect(state.ended).toBe(true);
});

test('a client that leaves before it reads, or that asks for the head alone, holds nothing', async () => {
  const client = new AbortController();
  const left = endless();
  await eventStream(asked({ signal: client.signal }), () => left.follow());
  expect(left.state.ended).toBe(false);
  client.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(left.state.ended).toBe(true);

  const gone = endless();
  await eventStream(asked({ signal: client.signal }), () => gone.follow());
  await vi.advanceTimersByTimeAsync(0);
  expect(gone.state.ended).toBe(true);

  const head = endless();
  const response = await eventStream(asked({ method: 'HEAD' }), () => head.follow());
  await vi.advanceTimersByTimeAsync(0);
  expect(head.state.ended).toBe(true);
  expect(response.body).toBeNull();
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
});

test('a response that nobody begins to read is given up after half a minute', async () => {
  const { state, follow } = endless();
  await eventStream(asked(), () => follow());
  await vi.advanceTimersByTimeAsync(29_000);
  expect(state.ended).toBe(false);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(state.ended).toBe(true);
});

test('a client that leaves long after it asked ends the follower, though nobody else knows of its request', async () => {
  vi.useRealTimers();
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const client = new AbortController();
  const { state, follow } = endless();
  const response = await eventStream(asked({ signal: client.signal }), () => follow());
  await response.body?.getReader().read();
  for (let n = 0; n < 3; n += 1) {
    await turn();
    collectGarbage();
  }
  client.abort();
  await turn();
  expect(state.ended).toBe(true);
});
