import { randomBytes } from 'node:crypto';
import { pageOf, Refusal, timeOf } from '#bin/demo/twilio/answers.ts';

export type MessageResource = ReturnType<typeof messageOf>;
type Kept = { resource: MessageResource; callback: string | null; media: string[] };

export class Messages {
  /** The newest first, as they are listed. */
  readonly all: MessageResource[] = [];
  readonly #kept = new Map<string, Kept>();

  add(resource: MessageResource, callback?: string): Kept {
    const kept = { resource, callback: callback ?? null, media: [] };
    this.all.unshift(resource);
    this.#kept.set(resource.sid, kept);
    return kept;
  }

  /** The message has files of these types. */
  attach(sid: string, ...types: string[]): void {
    const kept = this.find(sid);
    kept.media.push(...types);
    kept.resource.num_media = String(kept.media.length);
  }

  find(sid: string): Kept {
    const kept = this.#kept.get(sid);
    if (!kept) throw new Refusal(404, 20404, `The requested resource /Messages/${sid}.json was not found`);
    return kept;
  }
}

/** A message as the REST API shows it. */
export function messageOf(
  accountSid: string,
  message: { from: string; to: string; body: string; direction: 'inbound' | 'outbound-api'; status: string },
) {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`;
  const now = timeOf();
  return {
    ...message,
    ...{ sid, account_sid: accountSid, api_version: '2010-04-01', uri, num_segments: '1', num_media: '0' },
    ...{ date_created: now, date_updated: now, date_sent: message.direction === 'inbound' ? now : null },
    ...{ error_code: null as number | null, error_message: null, messaging_service_sid: null },
    ...{ price: null, price_unit: 'USD', subresource_uris: { media: uri.replace('.json', '/Media.json') } },
  };
}

/** The files of a message, each by its type. */
export function listMedia(asked: URL, { resource, media }: Kept) {
  const { sid, account_sid, date_created } = resource;
  const files = media.map((content_type) => {
    const file = `ME${randomBytes(16).toString('hex')}`;
    const uri = resource.uri.replace('.json', `/Media/${file}.json`);
    return {
      account_sid,
      content_type,
      date_created,
      date_updated: date_created,
      parent_sid: sid,
      sid: file,
      uri,
    };
  });
  return pageOf('media_list', asked, files);
}

/** By recipient, sender and the time it was sent. */
export function listMessages(asked: URL, all: MessageResource[]) {
  const { To, From, 'DateSent>': after } = Object.fromEntries(asked.searchParams);
  const listed = all.filter(
    ({ to, from, date_sent }) =>
      (!To || to === To) &&
      (!From || from === From) &&
      (!after || (date_sent !== null && Date.parse(date_sent) >= Date.parse(after))),
  );
  return pageOf('messages', asked, listed);
}
