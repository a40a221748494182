import { readBytes } from '#app/api/v1/input.ts';
import { problem, problemOf } from '#app/api/v1/problem.ts';
import { inTime } from '#inbound/in-time.ts';
import { isSignedByTwilio } from '#inbound/twilio/signature.ts';
import { findSigner, type Signer } from '#lib/phones/signer.ts';
import { settings } from '#lib/settings.ts';

export type TwilioForm = { body: Buffer; parameters: Record<string, string>; signer: Signer };

/**
 * The way of every webhook of Twilio's: no route while Twilio is not configured, 403 for what Twilio did not sign for
 * this URL, an empty answer when it is done, and else a status that makes Twilio try its fallback.
 * @param url as it was given to Twilio
 */
export async function whenSigned(
  request: Request,
  url: string,
  act: (form: TwilioForm) => Promise<Response | undefined>,
): Promise<Response> {
  const { twilio, web } = settings();
  if (!twilio)
    return problem('not-found', 'Twilio is not configured: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.');
  try {
    const body = await readBytes(request);
    const parameters = Object.fromEntries(new URLSearchParams(body.toString()));
    const signature = request.headers.get('x-twilio-signature');
    // Which account it names counts for nothing until that account's token is what it is signed with.
    const signer = await inTime(findSigner(parameters.AccountSid));
    if (!isSignedByTwilio(signature, url, parameters, signer.authTokens))
      return problem(
        'forbidden',
        `This is not signed by Twilio for ${web.publicUrl}: check TWILIO_AUTH_TOKEN and PUBLIC_URL; the token of a subaccount belongs under Settings, Phones.`,
      );
    return (
      (await act({ body, parameters, signer })) ??
      new Response('<?xml version="1.0" encoding="UTF-8"?><Response/>', {
        headers: { 'Content-Type': 'text/xml' },
      })
    );
  } catch (error) {
    return problemOf(error);
  }
}
