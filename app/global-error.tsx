'use client';
import '#app/globals.css';
import ErrorPage from '#app/error.tsx';

/** When even the root layout fails, its place is taken by this one. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Mailroom</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
