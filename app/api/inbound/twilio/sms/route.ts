import { readBytes } from '#app/api/v1/input.ts';
import { problem, problemOf } from '#app/api/v1/problem.ts';
import { deliver } from '#inbound/deliver.ts';
import { inTime } from '#inbound/in-time.ts';
import { receiveTwilioMessage } from '#inbound/twilio/receive.ts';
import { isSignedByTwilio } from '#inbound/twilio/signature.ts';
import { settings } from '#lib/settings.ts';

/** Twilio's webhook for incoming messages, and its fallback. No route at all while Twilio is not configured. */
export async function POST(request: Request): Promise<Response> {
  const { twilio, web } = settings();
  if (!twilio)
    return problem('not-found', 'Twilio is not configured: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.');
  try {
    const body = await readBytes(request);
    const parameters = Object.fromEntries(new URLSearchParams(body.toString()));
    const signature = request.headers.get('x-twilio-signature');
    if (
      !isSignedByTwilio(signature, `${web.publicUrl}/api/inbound/twilio/sms`, parameters, twilio.authTokens)
    ) {
      return problem(
        'forbidden',
        `This is not signed by Twilio for ${web.publicUrl}: check TWILIO_AUTH_TOKEN and PUBLIC_URL.`,
      );
    }
    const [outcome] = await inTime(deliver(receiveTwilioMessage(body, parameters)));
    if (outcome?.result === 'unknown')
      return problem('address-not-found', `${parameters.To} is not a managed phone here.`);
    return new Response('<?xml version="1.0" encoding="UTF-8"?><Response/>', {
      headers: { 'Content-Type': 'text/xml' },
    });
  } catch (error) {
    return problemOf(error);
  }
}
