'use client';
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { KEYS } from '#app/(workspace)/keys.ts';
import { Button } from '#app/ui/button.tsx';

export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 bg-ink/30 dark:bg-ground/70" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 max-h-[calc(100dvh-32px)] w-[min(360px,calc(100vw-32px))] overflow-y-auto -translate-x-1/2 -translate-y-1/2 rounded-card border border-line bg-pane p-6"
        >
          <div className="mb-4 flex items-center justify-between">
            <Dialog.Title className="font-semibold text-title">Keys</Dialog.Title>
            <Dialog.Close asChild>
              <Button look="quiet" aria-label="Close" className="-mr-2 px-2">
                <X aria-hidden size={16} strokeWidth={1.5} />
              </Button>
            </Dialog.Close>
          </div>
          <dl className="grid gap-2">
            {KEYS.map(({ keys, does }) => (
              <div key={keys} className="flex justify-between gap-4">
                <dt>{does}</dt>
                <dd>
                  <kbd className="rounded-mark border border-line bg-raised px-2 font-mono text-small">
                    {keys}
                  </kbd>
                </dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
