import { randomBytes } from 'node:crypto';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { type Answer, Refusal, timeOf } from '#bin/demo/twilio/answers.ts';
import { Calls } from '#bin/demo/twilio/calls.ts';
import { listMedia, listMessages, Messages, messageOf } from '#bin/demo/twilio/messages.ts';
import { Numbers } from '#bin/demo/twilio/numbers.ts';

export type Credentials = { sid: string; token: string };
export type TwilioAccount = ReturnType<typeof openAccount>;

/** An account that nobody else has. */
export function newAccount(): Credentials {
  return { sid: `AC${randomBytes(16).toString('hex')}`, token: randomBytes(16).toString('hex') };
}

/** What one account has, and how it answers; it signs its webhooks with its own token, as Twilio does. */
export function openAccount(account: Credentials, ownerSid = account.sid) {
  const numbers = new Numbers(account.sid);
  const messages = new Messages();
  const calls = new Calls(account.sid);
  const refused = new Map<string, { code: number; message: string }>();
  const about = { status: 'active', friendly_name: 'Brand team' };
  let deliversAtOnce = false;

  /** @param path below the account, such as `Messages`; empty for the account itself */
  function answer(method: string, path: string, asked: URL, form: Record<string, string>): Answer {
    const [kind, id, part] = path.split('/');
    if (!kind) return { status: 200, body: present() };
    if (kind === 'Messages' && !id && method === 'POST') return create(form);
    if (kind === 'Messages' && !id) return { status: 200, body: listMessages(asked, messages.all) };
    if (kind === 'Messages' && id && part === 'Media')
      return { status: 200, body: listMedia(asked, messages.find(id)) };
    if (kind === 'Messages' && id) return { status: 200, body: messages.find(id).resource };
    if (kind === 'Recordings' || kind === 'Calls') return calls.answer(path, asked);
    return numbers.answer(method, path, asked, form);
  }

  function present() {
    const now = timeOf();
    return {
      ...{ ...about, sid: account.sid, auth_token: account.token, owner_account_sid: ownerSid, type: 'Full' },
      ...{ date_created: now, date_updated: now, subresource_uris: {} },
      uri: `/2010-04-01/Accounts/${account.sid}.json`,
    };
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

  return {
    account,
    numbers,
    messages,
    calls,
    answer,
    progress,
    post,
    /** What the account is called, and whether it is active, suspended or closed. */
    change(change: Partial<typeof about>): void {
      Object.assign(about, change);
    },
    /** Its token is another from now on, for its webhooks too. */
    exchange(token: string): void {
      account.token = token;
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
      const { sid } = resource;
      const form = {
        ...{ ToCountry: 'US', SmsMessageSid: sid, NumMedia: '0', FromCity: '', SmsSid: sid },
        ...{ SmsStatus: 'received', Body: text.body, To: text.to, NumSegments: '1', MessageSid: sid },
        ...{ AccountSid: account.sid, From: text.from, ApiVersion: '2010-04-01' },
      };
      return statusOf(smsUrl, form, options.signedUrl);
    },
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
  };
}

/** Of the only verb that has it. */
function attributeOf(twiml: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(twiml)?.[1]?.replaceAll('&amp;', '&');
}
