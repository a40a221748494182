import { cookies } from 'next/headers';
import { settings } from '#lib/settings.ts';

/**
 * Where somebody wanted to go before single sign-on led back here with a refusal: next-auth keeps it in a cookie.
 * What it says is for `returnPath` to judge, as what stands in the URL is.
 */
export async function wantedBefore(): Promise<string | undefined> {
  const { publicUrl } = settings().web;
  const prefix = publicUrl.startsWith('https:') ? '__Secure-' : '';
  const kept = (await cookies()).get(`${prefix}next-auth.callback-url`)?.value ?? '';
  if (!URL.canParse(kept)) return undefined;
  const { origin, pathname, search } = new URL(kept);
  // A sign-in by password keeps the page that it was made on.
  if (origin !== new URL(publicUrl).origin || pathname === '/sign-in') return undefined;
  return `${pathname}${search}`;
}
