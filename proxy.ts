import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { NONCE_HEADER } from '#app/nonce.ts';
import { UNAVAILABLE_PAGE } from '#app/unavailable.ts';
import { gate, pool } from '#lib/database/pool.ts';

/** Pages only: the API, a mail's own page and the files of the build carry headers of their own (next.config.js). */
export const config = {
  matcher:
    '/((?!api/|mailosaur/|mcp|inbox/html/|_next/|icon.svg|apple-icon.png|sw.js|install/|manifest.webmanifest|healthz|readyz|metrics).*)',
};

/**
 * Before a page renders: a fresh nonce, so that a script that a mail smuggles in has none and does not run.
 * And a look at the database: a page cannot answer 503 by itself, and a browser or a monitor that is
 * told 500 does not try again. It decides about nobody's access; pages and lib do that.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = randomBytes(16).toString('base64');
  const policy = policyOf(nonce);
  if (!(await databaseAnswers())) {
    return new NextResponse(UNAVAILABLE_PAGE, {
      status: 503,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        'Cache-Control': 'no-store',
        'Retry-After': '5',
      },
    });
  }
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  headers.set(NONCE_HEADER, nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

/** Styles may be inline: a mail's own are, and the frame that shows it inherits this policy. They can load nothing. */
function policyOf(nonce: string): string {
  const development = process.env.NODE_ENV === 'development';
  return [
    "default-src 'self'",
    // React's development build evaluates code to rebuild the server's stack traces.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    // Not left to script-src, whose 'strict-dynamic' takes no address.
    "worker-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

async function databaseAnswers(): Promise<boolean> {
  return pool()
    .query(gate({ text: 'SELECT 1' }))
    .then(
      () => true,
      () => false,
    );
}
