import { whenSigned } from '#app/api/inbound/twilio/signed.ts';
import { problem } from '#app/api/v1/problem.ts';
import { inTime } from '#inbound/in-time.ts';
import { receiveTranscription } from '#inbound/twilio/call.ts';
import { deliverSigned } from '#inbound/twilio/deliver-signed.ts';
import { transcriptionUrl } from '#lib/phones/webhook.ts';

/** What was said in a call that was recorded; also that it could not be transcribed. */
export async function POST(request: Request): Promise<Response> {
  return whenSigned(request, transcriptionUrl(), async ({ body, parameters, signer }) => {
    const isOurs = await inTime(deliverSigned(signer, receiveTranscription(body, parameters)));
    return isOurs ? undefined : problem('address-not-found', `${parameters.To} is not a managed phone here.`);
  });
}
