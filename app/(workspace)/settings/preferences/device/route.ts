import { answerMember } from '#app/(workspace)/settings/preferences/answer.ts';
import { subscriptionSchema } from '#app/(workspace)/settings/preferences/subscription.ts';
import { readBody } from '#app/api/v1/input.ts';
import { pushPublicKey } from '#lib/push/keys.ts';
import { renewPush } from '#lib/push/subscriptions.ts';

/** For the service worker, when the browser has given up its place at the push service: what it needs for a new one. */
export function GET(request: Request): Promise<Response> {
  return answerMember(request, async () => ({ publicKey: await pushPublicKey() }));
}

/** The new place. */
export function PUT(request: Request): Promise<Response> {
  return answerMember(request, async (actor) => {
    await renewPush(actor, await readBody(request, subscriptionSchema));
    return {};
  });
}
