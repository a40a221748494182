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
      { src: '/apple-icon.png', sizes: '180x180', type: 'image/png' },
    ],
  };
}
