import { openApiDocument } from '#app/api/v1/openapi.json/document.ts';
import { PATHS } from '#app/api/v1/openapi.json/paths.ts';
import { once } from '#lib/once.ts';
import { settings } from '#lib/settings.ts';

/** The document of this instance, with its own address. */
export function currentDocument(): ReturnType<typeof openApiDocument> {
  return once('openapi', () => openApiDocument(PATHS, settings().web.publicUrl));
}
