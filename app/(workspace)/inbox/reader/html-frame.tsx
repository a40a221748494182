'use client';
import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { htmlDocument } from '#app/(workspace)/inbox/reader/html-document.ts';
import { Button } from '#app/ui/button.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

/**
 * Twice locked, on top of the server's cleaning: the frame has an origin of its own and runs no script
 * (sandbox), and nothing in it may be fetched, so that the sender does not learn that it was read.
 * Links open in a tab of their own, outside the sandbox, without a way back to this page.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

const REMOTE_IMAGE = /<img\b[^>]*\ssrc="https?:/i;

export function HtmlFrame({ message: { id, html } }: { message: PublicMessage }) {
  const [remote, setRemote] = useState(false);
  const held = !remote && REMOTE_IMAGE.test(html ?? '');
  return (
    <>
      {held && (
        <p className="flex flex-wrap items-center gap-2 px-6 pt-3 text-ink-2 max-md:px-4">
          <ImageOff aria-hidden size={16} strokeWidth={1.5} className="shrink-0" />
          Images are not loaded: loading them tells the sender that the message was read.
          <Button onClick={() => setRemote(true)}>Load them</Button>
        </p>
      )}
      <iframe
        key={String(remote)}
        title="The message as its sender laid it out"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        {...(remote ? { src: `/inbox/html/${id}` } : { srcDoc: htmlDocument(html ?? '', POLICY) })}
        // Mail is written for white paper: in the dark it stays a sheet of it.
        className="m-4 min-h-[320px] flex-1 rounded-control border border-line bg-[#fff] max-md:m-2"
      />
    </>
  );
}
