'use client';
import { AlertDialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';

/**
 * A button for what cannot be undone: it asks first, and says on the second button what will happen.
 * `act` resolves with what went wrong, or with nothing.
 */
export function Confirm({
  trigger,
  closed,
  title,
  children,
  action,
  cancel = 'Keep it',
  act,
}: {
  /** Without one it is open from the start, until it is `closed`. */
  trigger?: ReactNode;
  closed?: () => void;
  title: string;
  children: ReactNode;
  action: string;
  /** What the other button says. */
  cancel?: string;
  act: () => Promise<string | undefined>;
}) {
  const [open, setOpen] = useState(!trigger);
  const [before] = useState(() => (trigger ? null : document.activeElement));
  const [state, setState] = useState<{ busy: boolean; mistake?: string }>({ busy: false });
  const confirm = async () => {
    setState({ busy: true });
    const mistake = await act().catch(() => 'Mailroom does not answer. Try again.');
    setState({ busy: false, mistake });
    if (!mistake) change(false);
  };
  const change = (isOpen: boolean) => {
    setOpen(isOpen);
    if (!isOpen) closed?.();
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={change}>
      {trigger && <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-20 bg-ink/30 dark:bg-ground/70" />
        <AlertDialog.Content
          onCloseAutoFocus={() => before instanceof HTMLElement && before.focus()}
          className="fixed top-1/2 left-1/2 z-20 w-[min(400px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-card border border-line bg-pane p-6"
        >
          <AlertDialog.Title className="mb-2 break-words font-semibold text-title">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="text-ink-2">{children}</div>
          </AlertDialog.Description>
          {state.mistake && <Mistake>{state.mistake}</Mistake>}
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button look="quiet">{cancel}</Button>
            </AlertDialog.Cancel>
            <Button look="danger" busy={state.busy} onClick={() => void confirm()}>
              {action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
