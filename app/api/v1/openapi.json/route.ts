import { openApiDocument } from '#app/api/v1/openapi.json/document.ts';
import { PATHS } from '#app/api/v1/openapi.json/paths.ts';
import { once } from '#lib/once.ts';
import { settings } from '#lib/settings.ts';

export const dynamic = 'force-dynamic';

/** For anybody: it says what there is, not whose. */
export function GET(): Response {
  const document = once('openapi', () => openApiDocument(PATHS, settings().web.publicUrl));
  return Response.json(document, { headers: { 'Cache-Control': 'no-cache' } });
}
