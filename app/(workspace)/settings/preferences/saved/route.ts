import { z } from 'zod';
import { answerMember } from '#app/(workspace)/settings/preferences/answer.ts';
import { readBody } from '#app/api/v1/input.ts';
import { savePreferences } from '#lib/access/preferences.ts';

const changes = z
  .strictObject({ openingReads: z.boolean(), codeInTitle: z.boolean(), singleKeys: z.boolean() })
  .partial();

/** Not a server action: those do not outlive the page that sends them. */
export function PATCH(request: Request): Promise<Response> {
  return answerMember(request, async (actor) => {
    await savePreferences(actor, await readBody(request, changes));
    return {};
  });
}
