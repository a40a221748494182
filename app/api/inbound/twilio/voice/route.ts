import { whenSigned } from '#app/api/inbound/twilio/signed.ts';
import { inTime } from '#inbound/in-time.ts';
import { notAMessage } from '#inbound/not-a-message.ts';
import { callForm, endCall, recordCall, refuseCall } from '#inbound/twilio/call.ts';
import { findAnswering } from '#lib/phones/calls.ts';
import { speaksFor } from '#lib/phones/signer.ts';
import { voiceUrl } from '#lib/phones/webhook.ts';

/** Twilio's webhook for calls, its fallback, and where it goes on once a call is recorded. */
export async function POST(request: Request): Promise<Response> {
  return whenSigned(request, voiceUrl(), async ({ parameters, signer }) => {
    const parsed = callForm.safeParse(parameters);
    if (!parsed.success) throw notAMessage("a call of Twilio's", parsed.error);
    const { To, RecordingSid } = parsed.data;
    if (RecordingSid) return twiml(endCall());
    const answering = (await inTime(speaksFor(signer, To))) ? await inTime(findAnswering(To)) : null;
    return twiml(answering ? recordCall(answering.greeting) : refuseCall());
  });
}

function twiml(text: string): Response {
  return new Response(text, { headers: { 'Content-Type': 'text/xml' } });
}
