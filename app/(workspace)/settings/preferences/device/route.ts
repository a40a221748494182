import { answerMember } from '#app/(workspace)/settings/preferences/answer.ts';
import { choicesSchema, subscriptionSchema } from '#app/(workspace)/settings/preferences/subscription.ts';
import { readBody } from '#app/api/v1/input.ts';
import { pushPublicKey } from '#lib/push/keys.ts';
import { changePush, renewPush } from '#lib/push/subscriptions.ts';

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

/** What the device is told of. Not a server action: those do not outlive the page that sends them. */
export function PATCH(request: Request): Promise<Response> {
  return answerMember(request, async (actor) => {
    await changePush(actor, await readBody(request, choicesSchema));
    return {};
  });
}
