/** Sent with every answer, files and JSON included. The pages' Content-Security-Policy has a nonce and is made in proxy.ts. */
export const HEADERS = headers({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
});

/** And with what is not to be shown within another page. */
export const UNFRAMED_HEADERS = headers({ 'X-Frame-Options': 'DENY' });

/** And with what the API answers, which is data from strangers: opened in a tab, it may load and run nothing. */
export const API_HEADERS = headers({
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
});

/** And with the service worker: it speaks to Mailroom alone, and a new one is taken up at the next visit. */
export const WORKER_HEADERS = headers({
  'Content-Security-Policy': "default-src 'none'; connect-src 'self'",
  'Cache-Control': 'no-cache',
});

function headers(values: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value }));
}
