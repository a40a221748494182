'use client';
import { Forward } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useForwarding } from '#app/(workspace)/forwarding.ts';
import { useOffers } from '#app/(workspace)/palette/offers.ts';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { Button } from '#app/ui/button.tsx';

/** Loaded when somebody opens it. */
const ForwardDialog = dynamic(
  async () => (await import('#app/(workspace)/inbox/reader/forward-dialog.tsx')).ForwardDialog,
);

/** Sends the message on by mail. Not there at all where no mail relay is set. */
export function ForwardButton({ messageId }: { messageId: string }) {
  const on = useForwarding();
  const [open, setOpen] = useState(false);
  const forward = () => setOpen(true);
  useShortcuts(on ? { f: forward } : {});
  useOffers(() =>
    on
      ? [{ id: 'forward', group: 'This message', name: 'Forward …', terms: 'send', keys: 'f', run: forward }]
      : [],
  );
  if (!on) return null;
  return (
    <>
      <Button
        look="quiet"
        aria-label="Forward the message …"
        aria-haspopup="dialog"
        aria-keyshortcuts="f"
        title="Forward … (f)"
        onClick={forward}
        className="px-2 pointer-coarse:h-11"
      >
        <Forward aria-hidden size={16} strokeWidth={1.5} />
      </Button>
      {open && <ForwardDialog messageId={messageId} close={() => setOpen(false)} />}
    </>
  );
}
