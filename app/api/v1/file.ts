/** Types that a browser shows without running anything; all else is only ever saved. */
const HARMLESS =
  /^(?:text\/plain|message\/rfc822|image\/(?:png|jpeg|gif|webp)|application\/pdf|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

/** A stranger's file: served so that no browser takes it for a page of ours. */
export function fileResponse(bytes: Buffer, contentType: string, filename: string): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': HARMLESS.test(contentType) ? contentType : 'application/octet-stream',
      'Content-Length': String(bytes.length),
      'Content-Disposition': `attachment; filename="${asciiName(filename)}"; filename*=UTF-8''${utf8Name(filename)}`,
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'private, no-store',
    },
  });
}

/** RFC 6266: for clients that know no `filename*`. */
function asciiName(filename: string): string {
  return filename.replace(/[^\x20-\x7e]|["\\/%]/g, '_').slice(0, 200);
}

/** RFC 8187 section 3.2.1. */
function utf8Name(filename: string): string {
  return encodeURIComponent(filename.toWellFormed().slice(0, 200).toWellFormed()).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
