import { whenSigned } from '#app/api/inbound/twilio/signed.ts';
import { problem } from '#app/api/v1/problem.ts';
import { inTime } from '#inbound/in-time.ts';
import { deliverSigned } from '#inbound/twilio/deliver-signed.ts';
import { receiveTwilioMessage } from '#inbound/twilio/receive.ts';
import { textsUrl } from '#lib/phones/webhook.ts';

/** Twilio's webhook for incoming messages, and its fallback. */
export async function POST(request: Request): Promise<Response> {
  return whenSigned(request, textsUrl(), async ({ body, parameters, signer }) => {
    const isOurs = await inTime(deliverSigned(signer, receiveTwilioMessage(body, parameters)));
    return isOurs ? undefined : problem('address-not-found', `${parameters.To} is not a managed phone here.`);
  });
}
