import type { MetadataRoute } from 'next';

/** What a phone or a desktop needs to install Mailroom as an app (W3C Web Application Manifest). */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Mailroom',
    short_name: 'Mailroom',
    description: 'The shared inbox for your team’s verification codes.',
    id: '/inbox',
    start_url: '/inbox',
    display: 'standalone',
    background_color: '#f7f7f7',
    theme_color: '#0c6343',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      { src: '/install/192.png', sizes: '192x192', type: 'image/png' },
      { src: '/install/512.png', sizes: '512x512', type: 'image/png' },
      { src: '/install/maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
