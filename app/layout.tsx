import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { REMEMBER_EARLY_PRESSES } from '#app/early-presses.ts';
import '#app/globals.css';
import { NONCE_HEADER } from '#app/nonce.ts';

export const metadata: Metadata = {
  title: { default: 'Mailroom', template: '%s · Mailroom' },
  description: 'The shared inbox for your team’s verification codes.',
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, date: false, email: false, address: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f7f7' },
    { media: '(prefers-color-scheme: dark)', color: '#141414' },
  ],
};

// Every page carries a nonce of its own (proxy.ts), so none can be made at build time.
export const dynamic = 'force-dynamic';

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        {/* The browser hides the nonce, so that React would find another one. */}
        <script nonce={nonce} suppressHydrationWarning>
          {REMEMBER_EARLY_PRESSES}
        </script>
        {children}
      </body>
    </html>
  );
}
