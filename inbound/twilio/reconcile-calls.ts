import type { RecordingInstance } from 'twilio/lib/rest/api/v2010/account/recording.js';
import type Twilio from 'twilio/lib/rest/Twilio.js';
import { deliver } from '#inbound/deliver.ts';
import { sourceOf } from '#inbound/received-message.ts';
import { callOf } from '#inbound/twilio/call.ts';
import { database } from '#lib/database/client.ts';
import { listAnswering } from '#lib/phones/calls.ts';
import type { AskedAccount } from '#lib/phones/clients.ts';

/** Twilio transcribes two minutes within a minute or two; after this the recording is worth more than the wait. */
const TRANSCRIBED_WITHIN_MS = 5 * 60_000;
/** More calls than that in the time of one run are not looked at. */
const MOST = 1_000;

/**
 * Compares an account's list of recordings with what is stored, and stores the calls whose transcription no callback
 * brought. Asks nothing while no number's calls are answered. @returns how many were listed and missing
 */
export async function storeMissingCalls(
  { client, workspaceId }: AskedAccount,
  since: Date,
  now: Date,
): Promise<{ listed: number; found: number }> {
  const numbers = await listAnswering(workspaceId);
  if (numbers.length === 0) return { listed: 0, found: 0 };
  const listed = await client.recordings.list({ dateCreatedAfter: since, limit: MOST });
  const finished = listed.filter(({ status }) => status === 'completed');
  const stored = await database().message.findMany({
    where: {
      addressId: { in: numbers.map(({ addressId }) => addressId) },
      identity: { in: finished.map(({ sid }) => `twilio:${sid}`) },
    },
    select: { identity: true },
  });
  const known = new Set(stored.map(({ identity }) => identity));
  const answered = new Set(numbers.map(({ number }) => number));
  let found = 0;
  for (const recording of finished.toReversed())
    if (!known.has(`twilio:${recording.sid}`) && (await storeCall(client, recording, answered, now)))
      found += 1;
  return { listed: finished.length, found };
}

async function storeCall(
  client: Twilio,
  recording: RecordingInstance,
  answered: Set<string>,
  now: Date,
): Promise<boolean> {
  const { sid, accountSid, callSid, dateCreated } = recording;
  const transcription = await findTranscription(client, sid);
  if (transcription === undefined && dateCreated.getTime() > now.getTime() - TRANSCRIBED_WITHIN_MS)
    return false;
  const { from, to } = await client.calls(callSid).fetch();
  if (!answered.has(to)) return false;
  const said = transcription ?? null;
  const [outcome] = await deliver(
    callOf({
      ...{ recordingSid: sid, accountSid, from, to, said, receivedAt: dateCreated },
      source: sourceOf(Buffer.from(JSON.stringify({ recording, from, to, said })), 'application/json'),
      headers: [
        ['RecordingSid', sid],
        ['CallSid', callSid],
        ['From', from],
        ['To', to],
      ],
    }),
  );
  return outcome?.result === 'stored';
}

/** Undefined while it is not there yet, null when it failed. */
async function findTranscription(client: Twilio, recordingSid: string): Promise<string | null | undefined> {
  const [latest] = await client.recordings(recordingSid).transcriptions.list({ limit: 1 });
  if (latest?.status === 'completed') return latest.transcriptionText;
  return latest?.status === 'failed' ? null : undefined;
}
