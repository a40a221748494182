import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { takeIn } from '#app/api/inbound/take-in.ts';
import { readBytes } from '#app/api/v1/input.ts';
import { problem, problemOf } from '#app/api/v1/problem.ts';
import { inTime } from '#inbound/in-time.ts';
import { receiveText } from '#inbound/webhook/receive.ts';
import { findSmsSources } from '#lib/sources/find.ts';

/** For any other provider: a text in JSON, signed by the Standard Webhooks specification (README, “Other sources of texts”). */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ sourceId: string }> },
): Promise<Response> {
  try {
    const { sourceId } = await params;
    const [source] = await inTime(findSmsSources('webhook', sourceId));
    if (!source) return problem('not-found', `There is no source ${sourceId}.`);
    const body = await readBytes(request);
    new Webhook(source.secret).verify(body, Object.fromEntries(request.headers), { jsonParse: false });
    return await takeIn(source, () => receiveText(body, source));
  } catch (error) {
    if (error instanceof WebhookVerificationError)
      return problem('forbidden', `This is not signed by the source: ${error.message}.`);
    return problemOf(error);
  }
}
