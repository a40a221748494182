'use client';
import { Archive, ArchiveRestore } from 'lucide-react';
import { Age } from '#app/(workspace)/age.tsx';
import { ProofLine } from '#app/(workspace)/inbox/proof-line.tsx';
import { ForwardButton } from '#app/(workspace)/inbox/reader/forward-button.tsx';
import { BackButton, CloseButton } from '#app/(workspace)/inbox/reader/ways-out.tsx';
import { callerOf, proofOf } from '#app/(workspace)/inbox/states.ts';
import { Button } from '#app/ui/button.tsx';
import { Monogram } from '#app/ui/monogram.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

/** What has no subject. */
const UNTITLED = { email: 'No subject', sms: 'Text message', mms: 'Text message', voice: 'Call' };

export function MessageHead({
  message,
  close,
  archive,
}: {
  message: PublicMessage;
  close: () => void;
  archive: () => void;
}) {
  const ArchiveIcon = message.archived ? ArchiveRestore : Archive;
  const proof = proofOf(message);
  const { name, solid } = callerOf(message, proof);
  return (
    <header className="relative px-6 pt-4 pb-4 max-md:px-4 max-md:pt-2">
      <BackButton close={close} />
      <div className="flex items-start gap-3">
        <Monogram name={name} solid={solid} size={28} />
        <div className="min-w-0 flex-1">
          <h1
            tabIndex={-1}
            className="outline-none [unicode-bidi:plaintext] break-words font-semibold text-title"
          >
            {message.subject || UNTITLED[message.channel]}
          </h1>
          <p className="break-words text-ink-2">
            {message.from.name && message.from.name !== name ? `${message.from.name} · ` : null}
            {message.from.address ?? 'No sender given'} <span className="text-ink-3">to</span>{' '}
            {message.to.join(', ') || message.address}
          </p>
          <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
            <ProofLine proof={proof} long />
            <Age at={message.receivedAt} className="text-ink-3 text-small" />
          </div>
        </div>
        {/* On a phone beside the way back: the subject and the addresses need the width. */}
        <div className="flex shrink-0 items-center gap-1 max-lg:absolute max-lg:top-4 max-lg:right-6 max-md:top-2 max-md:right-4">
          <ForwardButton messageId={message.id} />
          <Button
            look="quiet"
            onClick={archive}
            aria-keyshortcuts="e"
            aria-label={message.archived ? 'Back to the inbox' : 'Archive'}
            title={message.archived ? 'Put it back into the inbox (e)' : 'Archive (e)'}
            className="px-2 max-lg:h-11 max-lg:min-w-11"
          >
            <ArchiveIcon aria-hidden size={16} strokeWidth={1.5} />
          </Button>
          <CloseButton close={close} />
        </div>
      </div>
    </header>
  );
}
