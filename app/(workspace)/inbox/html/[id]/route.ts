import { htmlDocument } from '#app/(workspace)/inbox/reader/html-document.ts';
import { pathId } from '#app/api/v1/path.ts';
import { problem, problemOf } from '#app/api/v1/problem.ts';
import { sessionActor } from '#app/session.ts';
import { findMessage } from '#lib/messages/find.ts';

/**
 * A message's HTML with its remote images, for the member who asked for them: in a page of its own, since the
 * inbox's policy, which a frame without an address inherits, forbids them. It runs no script, has no origin,
 * and says to nobody where it was looked at.
 */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src https: http: data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  try {
    const actor = await sessionActor();
    if (!actor) return problem('unauthenticated', 'Sign in again.');
    const message = await findMessage(actor, pathId((await params).id, 'message-not-found', 'message'));
    return new Response(htmlDocument(message.html ?? ''), {
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': POLICY,
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}
