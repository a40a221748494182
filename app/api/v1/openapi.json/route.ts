import { methods } from '#app/api/v1/endpoint.ts';
import { currentDocument } from '#app/api/v1/openapi.json/current.ts';

/** For anybody: it says what there is, not whose. */
async function describe(): Promise<Response> {
  return Response.json(currentDocument(), { headers: { 'Cache-Control': 'no-cache' } });
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: describe });
