import { z } from 'zod';
import { readFilter, typedSchema } from '#app/(workspace)/activity/filter.ts';
import { problem, problemOf } from '#app/api/v1/problem.ts';
import { sessionActor } from '#app/session.ts';
import { exportActivity } from '#lib/access/activity.ts';
import { ACTIVITY_FORMATS } from '#lib/access/activity-file.ts';
import { requireAdministrator } from '#lib/access/permissions.ts';

const formatSchema = z.enum(['csv', 'jsonl']);

/** The activity as a file, however long it is: the next rows are read when the last ones have been taken. */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await sessionActor();
    if (!actor) return problem('unauthenticated', 'Sign in to export the activity.');
    requireAdministrator(actor);
    const query = Object.fromEntries(new URL(request.url).searchParams);
    const format = formatSchema.catch('csv').parse(query.format);
    const { contentType, head, line } = ACTIVITY_FORMATS[format];
    const pages = exportActivity(actor, readFilter(typedSchema.parse(query)));
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encoder.encode(head)),
      async pull(controller) {
        const next = await pages.next();
        if (next.done) return controller.close();
        controller.enqueue(encoder.encode(next.value.map(line).join('')));
      },
      async cancel() {
        await pages.return(undefined);
      },
    });
    return new Response(stream, {
      headers: {
        'Content-Type': contentType,
        'Content-Disposition': `attachment; filename="mailroom-activity.${format}"`,
        'Cache-Control': 'no-store',
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}
