import { methods } from '#app/api/v1/endpoint.ts';
import { openApiDocument } from '#app/api/v1/openapi.json/document.ts';
import { PATHS } from '#app/api/v1/openapi.json/paths.ts';
import { once } from '#lib/once.ts';
import { settings } from '#lib/settings.ts';

/** For anybody: it says what there is, not whose. */
async function describe(): Promise<Response> {
  const document = once('openapi', () => openApiDocument(PATHS, settings().web.publicUrl));
  return Response.json(document, { headers: { 'Cache-Control': 'no-cache' } });
}

export const { GET, POST, PUT, PATCH, DELETE } = methods({ GET: describe });
