import { randomBytes } from 'node:crypto';
import { type Answer, pageOf, Refusal, timeOf } from '#bin/demo/twilio/answers.ts';

/** 8,000 samples a second of 16 bits, as telephones have it: half a second of a tone. */
const RATE = 8_000;
const SAMPLES = RATE / 2;
const TONE_HZ = 440;

type Call = ReturnType<typeof callOf>;
type Recording = ReturnType<typeof recordingOf>;
type Transcription = { recording_sid: string; transcription_text: string; status: string };

/** The calls of the account, what was recorded of them, and what was said. */
export class Calls {
  readonly #accountSid: string;
  readonly #calls = new Map<string, Call>();
  /** The newest first, as they are listed. */
  readonly #recordings: Recording[] = [];
  readonly #transcriptions: Transcription[] = [];

  constructor(accountSid: string) {
    this.#accountSid = accountSid;
  }

  /** As at the beginning. */
  clear(): void {
    this.#calls.clear();
    this.#recordings.length = 0;
    this.#transcriptions.length = 0;
  }

  add(from: string, to: string): Call {
    const call = callOf(this.#accountSid, from, to);
    this.#calls.set(call.sid, call);
    return call;
  }

  /** The call is recorded, and what was said written down; null: it could not be. */
  record(call: Call, says: string | null): Recording {
    const recording = recordingOf(call);
    this.#recordings.unshift(recording);
    this.#transcriptions.push({
      recording_sid: recording.sid,
      ...{ transcription_text: says ?? '', status: says === null ? 'failed' : 'completed' },
    });
    return recording;
  }

  answer(path: string, asked: URL): Answer {
    const [kind, id = '', part] = path.split('/');
    if (kind === 'Recordings' && !id) return { status: 200, body: this.#list(asked) };
    if (kind === 'Recordings' && part === 'Transcriptions')
      return { status: 200, body: this.#transcribed(asked, id) };
    if (kind === 'Recordings' && id.endsWith('.wav') && this.#find(id.replace('.wav', '')))
      return { status: 200, content: tone(), headers: { 'Content-Type': 'audio/x-wav' } };
    const call = kind === 'Calls' ? this.#calls.get(id) : undefined;
    if (call) return { status: 200, body: call };
    throw new Refusal(404, 20404, `The requested resource /${path} was not found`);
  }

  #find(sid: string): Recording | undefined {
    return this.#recordings.find((recording) => recording.sid === sid);
  }

  #list(asked: URL) {
    const after = asked.searchParams.get('DateCreated>');
    const listed = this.#recordings.filter(
      ({ date_created }) => !after || Date.parse(date_created) >= Date.parse(after),
    );
    return pageOf('recordings', asked, listed);
  }

  #transcribed(asked: URL, recordingSid: string) {
    const found = this.#transcriptions
      .filter(({ recording_sid }) => recording_sid === recordingSid)
      .map((transcription) => ({
        ...transcription,
        ...{ account_sid: this.#accountSid, api_version: '2010-04-01', sid: newSid('TR'), type: 'fast' },
        ...{ date_created: timeOf(), date_updated: timeOf(), duration: '6', price: null, price_unit: 'USD' },
        uri: `/2010-04-01/Accounts/${this.#accountSid}/Recordings/${recordingSid}/Transcriptions.json`,
      }));
    return pageOf('transcriptions', asked, found);
  }
}

function newSid(kind: string): string {
  return `${kind}${randomBytes(16).toString('hex')}`;
}

/** A call as the REST API shows it. */
function callOf(accountSid: string, from: string, to: string) {
  const sid = newSid('CA');
  const now = timeOf();
  return {
    ...{ sid, account_sid: accountSid, api_version: '2010-04-01', from, to, direction: 'inbound' },
    ...{ date_created: now, date_updated: now, start_time: now, end_time: now, duration: '8' },
    ...{ from_formatted: from, to_formatted: to, status: 'completed', price: null, price_unit: 'USD' },
    ...{ parent_call_sid: null, phone_number_sid: null, answered_by: null, forwarded_from: null },
    ...{ group_sid: null, caller_name: null, queue_time: '0', trunk_sid: null, subresource_uris: {} },
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${sid}.json`,
  };
}

function recordingOf({ account_sid, sid: call_sid }: Call) {
  const sid = newSid('RE');
  const now = timeOf();
  const path = `/2010-04-01/Accounts/${account_sid}/Recordings/${sid}`;
  return {
    ...{ sid, account_sid, api_version: '2010-04-01', call_sid, conference_sid: null, channels: 1 },
    ...{ date_created: now, date_updated: now, start_time: now, duration: '6', status: 'completed' },
    ...{ source: 'RecordVerb', error_code: null, price: null, price_unit: 'USD', encryption_details: null },
    ...{ uri: `${path}.json`, subresource_uris: {}, media_url: `https://api.twilio.com${path}` },
  };
}

/** RIFF WAVE, one channel of PCM. */
function tone(): Buffer {
  const bytes = Buffer.alloc(44 + SAMPLES * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(SAMPLES * 2, 40);
  for (let n = 0; n < SAMPLES; n += 1)
    bytes.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * TONE_HZ * n) / RATE)), 44 + n * 2);
  return bytes;
}
