import { takeIn } from '#app/api/inbound/take-in.ts';
import { readBytes } from '#app/api/v1/input.ts';
import { problem, problemOf } from '#app/api/v1/problem.ts';
import { receiveAndroidEvent } from '#inbound/android-gateway/receive.ts';
import { isSignedByGateway, requireFresh } from '#inbound/android-gateway/signature.ts';
import { inTime } from '#inbound/in-time.ts';
import { findSmsSources } from '#lib/sources/find.ts';

/** An MMS comes with its files, which carriers limit to a few MiB, in base64. */
const MAX_BODY = 8 * 1024 * 1024;

/**
 * The webhook of SMS Gateway for Android. Its URL names the source (`?source=`); without that, the signature tells
 * whose it is. No route at all while there is no such source.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const { headers, url } = request;
    const sources = await inTime(findSmsSources('android', new URL(url).searchParams.get('source')));
    if (sources.length === 0)
      return problem('not-found', 'There is no such Android phone: make one under Settings, Sources.');
    const body = await readBytes(request, MAX_BODY);
    const source = sources.find(({ secret }) => isSignedByGateway(headers, body, secret));
    if (!source)
      return problem(
        'forbidden',
        'This is not signed with the signing key of a source here: in the app, set Settings, Webhooks, Signing Key.',
      );
    return await takeIn(source, () => {
      requireFresh(headers);
      return receiveAndroidEvent(body, source);
    });
  } catch (error) {
    return problemOf(error);
  }
}
