import { codeSchema } from '#lib/codes/present.ts';
import { invalidField } from '#lib/errors.ts';
import type { Followed } from '#lib/messages/events.ts';
import { messageSummarySchema } from '#lib/messages/present.ts';
import type { EventPosition } from '#lib/messages/replay.ts';

/** Who has not taken the last event for so long is gone or stuck: they resume where they were. */
const SLOW_READER_MS = 30_000;
/** What a browser waits before it resumes. */
const RETRY_MS = 1_000;

/**
 * Server-sent events (WHATWG HTML, section 9.2). The next one is asked for only when the last one has been
 * taken, so a slow reader costs no memory. What is wrong from the start is thrown, not streamed.
 * @param toPage whether a page reads it: a browser keeps comments from it, so a sign of life is an event there
 */
export async function eventStream(
  request: Request,
  follow: (signal: AbortSignal) => AsyncGenerator<Followed>,
  { toPage = false }: { toPage?: boolean } = {},
): Promise<Response> {
  const end = new AbortController();
  const signal = AbortSignal.any([request.signal, end.signal]);
  const events = follow(signal);
  const first = await events.next();
  const close = () => {
    clearTimeout(slow);
    end.abort();
    // The request is kept by this until then: its signal is told of nothing once the request has been collected.
    request.signal.removeEventListener('abort', close);
    // A response that nobody has begun to read is neither pulled nor cancelled.
    void events.return(undefined);
  };
  let slow: NodeJS.Timeout | undefined;
  if (request.method === 'HEAD' || request.signal.aborted) {
    close();
    return new Response(null, { headers: HEADERS });
  }
  request.signal.addEventListener('abort', close);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encode(`retry: ${RETRY_MS}\n${first.done ? '\n' : write(first.value, toPage)}`));
      slow = setTimeout(() => giveUp(controller), SLOW_READER_MS).unref();
    },
    async pull(controller) {
      clearTimeout(slow);
      const next = await events.next().catch(() => null);
      // Ended, or no longer allowed: the client reconnects, and is told then.
      if (!next || next.done) return controller.close();
      controller.enqueue(encode(write(next.value, toPage)));
      slow = setTimeout(() => giveUp(controller), SLOW_READER_MS).unref();
    },
    cancel: close,
  });
  const giveUp = (controller: ReadableStreamDefaultController) => {
    close();
    controller.error(new Error('The reader is too slow.'));
  };
  return new Response(stream, { headers: HEADERS });
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // no-transform: compression, ours or a proxy's, would hold events back.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

/** @throws MailroomError `invalid-input` */
export function readLastEventId(header: string | null): EventPosition | undefined {
  if (!header) return undefined;
  const [, xid, id] = /^(\d{1,19})-(\d{1,18})$/.exec(header) ?? [];
  if (xid && id) return { xid, id };
  const detail = 'Last-Event-ID must be the id of an event of this stream.';
  throw invalidField('Last-Event-ID', detail);
}

/** An id without data is no event to the client, but where it resumes. */
function write({ kind, position, ...rest }: Followed, toPage: boolean): string {
  const id = `id: ${position.xid}-${position.id}\n`;
  if (!('data' in rest)) return toPage ? `${id}event: quiet\ndata: {}\n\n` : `: quiet\n${id}\n`;
  const schema = kind.startsWith('code.') ? codeSchema : messageSummarySchema;
  return `${id}event: ${kind}\ndata: ${JSON.stringify(schema.parse(rest.data))}\n\n`;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
