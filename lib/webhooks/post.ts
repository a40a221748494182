import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { PrivateTargetError, publicLookup, readTarget } from '#lib/webhooks/target.ts';

/** From the look at DNS to the end of the answer; the specification advises 15 to 30 seconds. */
const TIMEOUT_MS = 15_000;
/** Of the answer only the status counts; so much is read for the sender to end well, and then the line is cut. */
const MAX_ANSWER_BYTES = 16 * 1024;
/** Nobody who is overloaded asks for more than a day, and nobody else is believed. Seconds. */
const MAX_RETRY_AFTER = 24 * 60 * 60;

/** What became of one attempt. `error` is null when it worked; `retryAfter` is in seconds, 0 unless asked for. */
export type Answer = { status: number | null; error: string | null; retryAfter: number };

/**
 * Sends one request, and never throws. A connection of its own each time, to an address that has been judged;
 * redirects are not followed, since they would lead past that judgement.
 */
export async function post(
  target: string,
  body: string | Buffer,
  headers: Record<string, string>,
  { allowPrivate, signal }: { allowPrivate: boolean; signal: AbortSignal },
): Promise<Answer> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const url = readTarget(target, allowPrivate);
    const response = await send(url, body, headers, allowPrivate, AbortSignal.any([timeout, signal]));
    await takeIn(response);
    return judge(response);
  } catch (error) {
    const words = timeout.aborted ? `It did not answer within ${TIMEOUT_MS / 1000} seconds.` : explain(error);
    return { status: null, error: words, retryAfter: 0 };
  }
}

function send(
  url: URL,
  body: string | Buffer,
  headers: Record<string, string>,
  allowPrivate: boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
      agent: false,
      signal,
      ...(!allowPrivate && { lookup: publicLookup }),
    });
    request.once('error', reject).once('response', resolve).end(body);
  });
}

/** What is said after the status makes no difference, nor does how it ends. */
async function takeIn(response: IncomingMessage): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of response) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) break;
    }
  } catch {
    response.destroy();
  }
}

function judge({ statusCode: status = 0, headers }: IncomingMessage): Answer {
  if (status >= 200 && status < 300) return { status, error: null, retryAfter: 0 };
  const redirect = status >= 300 && status < 400 ? ', and redirects are not followed' : '';
  return {
    status,
    error: `It answered ${status}${redirect}.`,
    retryAfter: secondsOf(headers['retry-after']),
  };
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function secondsOf(header = ''): number {
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(0, Math.ceil(seconds)), MAX_RETRY_AFTER);
}

const WORDS: Record<string, string> = {
  ENOTFOUND: 'There is no host of this name.',
  EAI_AGAIN: 'The name of the host cannot be looked up just now.',
  ECONNREFUSED: 'The host refused the connection.',
  ECONNRESET: 'The host cut the connection.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
};

function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'It could not be sent.';
  if (error instanceof PrivateTargetError) return error.message;
  // Several addresses were tried, and each failed.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = (first as NodeJS.ErrnoException).code ?? '';
  return WORDS[code] ?? `It could not be sent: ${first.message}`.slice(0, 300);
}
