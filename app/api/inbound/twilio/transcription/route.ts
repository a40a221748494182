import { whenSigned } from '#app/api/inbound/twilio/signed.ts';
import { problem } from '#app/api/v1/problem.ts';
import { deliver } from '#inbound/deliver.ts';
import { inTime } from '#inbound/in-time.ts';
import { receiveTranscription } from '#inbound/twilio/call.ts';
import { transcriptionUrl } from '#lib/phones/webhook.ts';

/** What was said in a call that was recorded; also that it could not be transcribed. */
export async function POST(request: Request): Promise<Response> {
  return whenSigned(request, transcriptionUrl(), async ({ body, parameters }) => {
    const [outcome] = await inTime(deliver(receiveTranscription(body, parameters)));
    if (outcome?.result === 'unknown')
      return problem('address-not-found', `${parameters.To} is not a managed phone here.`);
    return undefined;
  });
}
