'use client';
import { Button } from '#app/ui/button.tsx';
import { NoticePage } from '#app/ui/notice-page.tsx';

/** What a page throws that nobody foresaw. The digest is in the log beside what really happened. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null;
  return (
    <NoticePage title="This page could not be shown">
      <p className="mb-6 text-ink-2">
        Nothing is lost. Try again; if it stays, tell whoever runs Mailroom
        {digest ? (
          <>
            {' '}
            that its log has the reason under <code className="font-mono text-small">{digest}</code>
          </>
        ) : null}
        .
      </p>
      <Button look="primary" onClick={retry}>
        Try again
      </Button>
    </NoticePage>
  );
}
