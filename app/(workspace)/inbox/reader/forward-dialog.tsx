'use client';
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { type Choices, forward, readRecipients } from '#app/(workspace)/inbox/reader/forward-actions.ts';
import { announce } from '#app/ui/announcer.tsx';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import { Select } from '#app/ui/select.tsx';

const AWAY = 'Mailroom does not answer. Try again.';

/** To whom the message goes, among those who may have it at this moment. */
export function ForwardDialog({ messageId, close }: { messageId: string; close: () => void }) {
  const [choices, setChoices] = useState<Choices | null>(null);
  useEffect(() => {
    void readRecipients(messageId)
      .catch(() => ({ recipients: [], mistake: AWAY }))
      .then(setChoices);
  }, [messageId]);
  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-ink/30 dark:bg-ground/70" />
        {/* Until there is something in it to have the focus, it has it itself. */}
        <Dialog.Content className="fixed top-1/2 left-1/2 z-20 w-[min(400px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-card border border-line bg-pane p-6 outline-none">
          <Dialog.Title className="mb-2 font-semibold text-title">Forward this message</Dialog.Title>
          <Dialog.Description className="mb-4 text-ink-2">
            It goes by mail, whole, with its codes, and the activity log keeps who forwarded it to whom.
          </Dialog.Description>
          {choices ? (
            <Choosing messageId={messageId} {...choices} close={close} />
          ) : (
            // As high as what comes: the dialog does not grow under the hand.
            <p role="status" className="h-[116px] text-ink-3 pointer-coarse:h-[136px]">
              Looking up who may have it …
            </p>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Choosing({
  messageId,
  recipients,
  mistake,
  close,
}: Choices & { messageId: string; close: () => void }) {
  const [state, setState] = useState<{ busy: boolean; sent?: string; mistake?: string }>({
    busy: false,
    mistake,
  });
  const send = async (form: FormData) => {
    const to = String(form.get('to') ?? '');
    setState({ busy: true });
    const wrong = await forward(messageId, to).catch(() => AWAY);
    setState({ busy: false, mistake: wrong, sent: wrong ? undefined : to });
    if (!wrong) announce('Forwarded');
  };
  if (state.sent)
    return (
      <>
        <p>On its way to {state.sent}.</p>
        <div className="mt-6 flex justify-end">
          <Button onClick={close}>Close</Button>
        </div>
      </>
    );
  return (
    <form action={send}>
      {recipients.length > 0 ? (
        <Select
          label="To"
          name="to"
          autoFocus
          options={recipients.map(({ to, name }) => ({ value: to, words: name ? `${name} (${to})` : to }))}
        />
      ) : (
        !mistake && <p>There is nobody yet: an owner allows outside addresses in the settings.</p>
      )}
      {state.mistake && <Mistake>{state.mistake}</Mistake>}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={close}>
          Cancel
        </Button>
        {recipients.length > 0 && (
          <Button type="submit" look="primary" disabled={state.busy}>
            {state.busy ? 'Forwarding …' : 'Forward'}
          </Button>
        )}
      </div>
    </form>
  );
}
