import { z } from 'zod';
import { whenSigned } from '#app/api/inbound/twilio/signed.ts';
import { problem } from '#app/api/v1/problem.ts';
import { inTime } from '#inbound/in-time.ts';
import { readTwilioStatus } from '#inbound/twilio/status.ts';
import { statusUrlOf } from '#lib/phones/hand-over.ts';
import { recordReport } from '#lib/phones/state.ts';

/** What becomes of a text that was sent. Which one stands in the URL, so that it is known before Twilio's id for it is. */
export async function POST(request: Request): Promise<Response> {
  const given = new URL(request.url).searchParams.get('message');
  const messageId = z.guid().safeParse(given).success ? given : null;
  return whenSigned(request, statusUrlOf(messageId), async ({ parameters, signer }) => {
    const report = readTwilioStatus(parameters);
    const isKnown = await inTime(recordReport(report, messageId, signer.workspaceId));
    return isKnown
      ? undefined
      : problem('message-not-found', `No text ${parameters.MessageSid} was sent from here.`);
  });
}
