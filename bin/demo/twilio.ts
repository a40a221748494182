import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { type Answer, answerOf, Refusal } from '#bin/demo/twilio/answers.ts';
import { Calls } from '#bin/demo/twilio/calls.ts';
import { listMedia, listMessages, Messages, messageOf } from '#bin/demo/twilio/messages.ts';
import { Numbers } from '#bin/demo/twilio/numbers.ts';

/** What goes wrong with a request: an answer instead of the right one, or the right one that does not arrive. */
export type Trouble =
  | { status: number; code?: number; message?: string; headers?: Record<string, string> }
  /** Done, and the connection breaks before the answer. */
  | 'answer lost'
  /** Done, and the connection breaks in the middle of the answer. */
  | 'half an answer'
  /** Not done: the connection breaks at once. */
  | 'no connection';

export type Exchange = {
  method: string;
  path: string;
  query: Record<string, string>;
  form: Record<string, string>;
  status: number;
  body: unknown;
};

export type TwilioServer = Awaited<ReturnType<typeof startTwilio>>;

/**
 * A server that answers as Twilio's REST API (version 2010-04-01) does, as far as Mailroom asks it, and sends signed
 * webhooks as Twilio does: for the demo and the tests. Nothing of it is Twilio's, and nothing is sent anywhere else.
 */
export async function startTwilio(account: { sid: string; token: string }) {
  const numbers = new Numbers(account.sid);
  const messages = new Messages();
  const calls = new Calls(account.sid);
  const exchanges: Exchange[] = [];
  const troubles: { path: RegExp; trouble: Trouble }[] = [];
  const refused = new Map<string, { code: number; message: string }>();
  let deliversAtOnce = false;

  const server = createServer(async (request, response) => {
    const { asked, form } = await read(request);
    const trouble = takeTrouble(`${request.method} ${asked.pathname}`);
    if (trouble === 'no connection') return void response.destroy();
    const given = typeof trouble === 'object' ? refusal(trouble) : route(request, asked, form);
    exchanges.push({
      ...{
        method: request.method ?? '',
        path: asked.pathname,
        query: Object.fromEntries(asked.searchParams),
      },
      ...{ form, status: given.status, body: given.body },
    });
    send(response, given, trouble);
    if (typeof trouble !== 'object') given.next?.();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function route(request: IncomingMessage, asked: URL, form: Record<string, string>): Answer {
    return answerOf(() => {
      const basic = `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`;
      if (request.headers.authorization !== basic) throw new Refusal(401, 20003, 'Authenticate');
      const price = numbers.price(asked.pathname);
      if (price) return { status: 200, body: price };
      const base = `/2010-04-01/Accounts/${account.sid}/`;
      if (!asked.pathname.startsWith(base))
        throw new Refusal(404, 20404, 'The requested resource was not found');
      const path = asked.pathname.slice(base.length).replace(/\.json$/, '');
      const [kind, id, part] = path.split('/');
      if (kind === 'Messages' && !id && request.method === 'POST') return create(form);
      if (kind === 'Messages' && !id) return { status: 200, body: listMessages(asked, messages.all) };
      if (kind === 'Messages' && id && part === 'Media')
        return { status: 200, body: listMedia(asked, messages.find(id)) };
      if (kind === 'Messages' && id) return { status: 200, body: messages.find(id).resource };
      if (kind === 'Recordings' || kind === 'Calls') return calls.answer(path, asked);
      return numbers.answer(request.method ?? 'GET', path, asked, form);
    });
  }

  function create(form: Record<string, string>): Answer {
    const { To = '', From = '', Body = '', StatusCallback } = form;
    const refusedTo = refused.get(To);
    if (refusedTo) throw new Refusal(400, refusedTo.code, refusedTo.message);
    if (!numbers.has(From))
      throw new Refusal(
        400,
        21606,
        `The From phone number ${From} is not a valid message-capable Twilio phone number.`,
      );
    const message = messages.add(
      messageOf(account.sid, { from: From, to: To, body: Body, direction: 'outbound-api', status: 'queued' }),
      StatusCallback,
    );
    const { sid } = message.resource;
    const next = async () => {
      if (!deliversAtOnce) return;
      await progress(sid, 'sent');
      await progress(sid, 'delivered');
    };
    // As it is now: it goes on while the answer is under way.
    return { status: 201, body: { ...message.resource }, next: () => void next() };
  }

  /** Changes the state of a message and tells its status callback. Resolves with what that answered, or null. */
  async function progress(
    sid: string,
    status: string,
    errorCode: number | null = null,
  ): Promise<number | null> {
    const { resource, callback } = messages.find(sid);
    resource.status = status;
    resource.error_code = errorCode;
    if (status === 'sent') resource.date_sent = resource.date_updated;
    if (!callback) return null;
    return statusOf(callback, {
      ...{ SmsSid: sid, SmsStatus: status, MessageStatus: status, To: resource.to, MessageSid: sid },
      ...{ AccountSid: account.sid, From: resource.from, ApiVersion: '2010-04-01' },
      ...(errorCode !== null && { ErrorCode: String(errorCode) }),
    });
  }

  /** A signed webhook. */
  function post(url: string, form: Record<string, string>, signedUrl = url): Promise<Response> {
    const signature = webhooks.getExpectedTwilioSignature(account.token, signedUrl, form);
    return fetch(url, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': signature },
      body: new URLSearchParams(form),
    });
  }

  async function statusOf(url: string, form: Record<string, string>, signedUrl = url): Promise<number> {
    const response = await post(url, form, signedUrl);
    await response.body?.cancel();
    return response.status;
  }

  function takeTrouble(request: string): Trouble | undefined {
    const index = troubles.findIndex(({ path }) => path.test(request));
    return index < 0 ? undefined : troubles.splice(index, 1)[0]?.trouble;
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    numbers,
    messages,
    calls,
    exchanges,
    progress,
    /** Once, to the next request whose method and path match. */
    trouble(path: RegExp, trouble: Trouble): void {
      troubles.push({ path, trouble });
    },
    /** Every text to this number is refused so. */
    refuse(to: string, code: number, message = 'Refused'): void {
      refused.set(to, { code, message });
    },
    /** From now on each text is sent and delivered as soon as it is taken. */
    deliverAtOnce(): void {
      deliversAtOnce = true;
    },
    /** Somebody texts one of the numbers. Resolves with what its webhook answered; null where the text never got there. */
    async receive(
      text: { from: string; to: string; body: string },
      options: { lost?: boolean; signedUrl?: string } = {},
    ) {
      const { resource } = messages.add(
        messageOf(account.sid, { ...text, direction: 'inbound', status: 'received' }),
      );
      const { smsUrl } = numbers.webhookOf(text.to);
      if (options.lost || !smsUrl) return null;
      const form = {
        ...{
          ToCountry: 'US',
          SmsMessageSid: resource.sid,
          NumMedia: '0',
          FromCity: '',
          SmsSid: resource.sid,
        },
        ...{
          SmsStatus: 'received',
          Body: text.body,
          To: text.to,
          NumSegments: '1',
          MessageSid: resource.sid,
        },
        ...{ AccountSid: account.sid, From: text.from, ApiVersion: '2010-04-01' },
      };
      return statusOf(smsUrl, form, options.signedUrl);
    },
    post,
    /**
     * Somebody calls one of the numbers and says something; null: nothing that could be written down. `lost`: what was
     * said never gets to its callback. Resolves with the TwiML that answered, and what the callback of it answered.
     */
    async call({
      from,
      to,
      says,
      lost = false,
    }: {
      from: string;
      to: string;
      says: string | null;
      lost?: boolean;
    }) {
      const { voiceUrl } = numbers.webhookOf(to);
      if (!voiceUrl) return { answered: false, twiml: '', transcribed: null, tellAgain: async () => null };
      const call = calls.add(from, to);
      const about = {
        ...{ CallSid: call.sid, AccountSid: account.sid, From: from, To: to, Direction: 'inbound' },
        ...{ ApiVersion: '2010-04-01', FromCity: '', Called: to, Caller: from },
      };
      const twiml = await (await post(voiceUrl, { ...about, CallStatus: 'ringing' })).text();
      const callback = attributeOf(twiml, 'transcribeCallback');
      if (!callback) return { answered: false, twiml, transcribed: null, tellAgain: async () => null };
      const recording = calls.record(call, says);
      const recorded = { RecordingSid: recording.sid, RecordingUrl: recording.media_url };
      await statusOf(attributeOf(twiml, 'action') ?? voiceUrl, {
        ...{ ...about, ...recorded, CallStatus: 'completed', RecordingDuration: '6', Digits: 'hangup' },
      });
      const tell = () =>
        statusOf(callback, {
          ...{ ...about, ...recorded, CallStatus: 'completed', TranscriptionText: says ?? '' },
          ...{ TranscriptionSid: `TR${randomBytes(16).toString('hex')}`, TranscriptionType: 'fast' },
          TranscriptionStatus: says === null ? 'failed' : 'completed',
        });
      return { answered: true, twiml, transcribed: lost ? null : await tell(), tellAgain: tell };
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Of the only verb that has it. */
function attributeOf(twiml: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(twiml)?.[1]?.replaceAll('&amp;', '&');
}

/** An account that nobody else has. */
export function newAccount(): { sid: string; token: string } {
  return { sid: `AC${randomBytes(16).toString('hex')}`, token: randomBytes(16).toString('hex') };
}

async function read(request: IncomingMessage): Promise<{ asked: URL; form: Record<string, string> }> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return {
    asked: new URL(request.url ?? '/', 'http://twilio'),
    form: Object.fromEntries(new URLSearchParams(body)),
  };
}

function refusal({ status, code = 20500, message = 'Trouble', headers }: Exclude<Trouble, string>): Answer {
  return {
    ...answerOf(() => {
      throw new Refusal(status, code, message);
    }),
    headers,
  };
}

function send(
  response: ServerResponse,
  { status, body, content, headers }: Answer,
  trouble: Trouble | undefined,
): void {
  if (trouble === 'answer lost') return void response.destroy();
  const text = content ?? Buffer.from(body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': text.length,
    ...headers,
  });
  if (trouble !== 'half an answer') return void response.end(text);
  response.write(text.subarray(0, text.length / 2), () => response.destroy());
}
