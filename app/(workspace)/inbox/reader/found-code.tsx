'use client';
import { useTick } from '#app/(workspace)/clock.tsx';
import { markCode, stateAt } from '#app/(workspace)/inbox/states.ts';
import { TakeButton } from '#app/(workspace)/inbox/take-button.tsx';
import { isMine } from '#app/(workspace)/inbox/taken.ts';
import { COPY_BY_HAND, useCopyCode } from '#app/(workspace)/inbox/use-copy-code.ts';
import { useOffers } from '#app/(workspace)/palette/offers.ts';
import { leftUntil } from '#app/ages.ts';
import { Button, type ButtonLook } from '#app/ui/button.tsx';
import { CodeText } from '#app/ui/code-text.tsx';
import { COPY_ICONS, COPY_WORDS } from '#app/ui/copy-state.ts';
import { Mistake } from '#app/ui/field.tsx';
import type { CopyState } from '#app/ui/use-copy.ts';
import type { CodeState, PublicCode } from '#lib/codes/present.ts';
import type { PublicMessage } from '#lib/messages/present.ts';

const PURPOSES: Record<PublicCode['purpose'], string> = {
  login: 'To log in; expires',
  confirm: 'To confirm; expires',
  reset: 'To reset a password; expires',
  other: 'Expires',
};
const NOTES: Record<Exclude<CodeState, 'usable'>, string> = {
  superseded: 'A newer code has replaced it: this one is probably refused.',
  expired: 'It has expired: ask the service for a new one.',
  claimed: 'It has been taken: whoever took it uses it.',
};

function noteOf(
  state: Exclude<CodeState, 'usable'>,
  claimedBy: PublicCode['claimedBy'],
  mine: boolean,
): string {
  if (state === 'claimed' && mine) return 'You have taken it: nobody else gets it.';
  if (state !== 'claimed' || !claimedBy) return NOTES[state];
  const who = claimedBy.kind === 'token' ? `The token ${claimedBy.name}` : claimedBy.name;
  return `${who} has taken it and uses it.`;
}

/** A code that was found in the message, and why it is thought to be one. */
export function FoundCode({ messageId, code }: { messageId: string; code: PublicMessage['codes'][number] }) {
  const state = useTick((now) => stateAt(code, now));
  const left = useTick((now) => leftUntil(code.expiresAt, now));
  const [copied, copy, shown] = useCopyCode(messageId, code.code, code.id);
  return (
    <section aria-label={`Code ${code.code}`} className="mx-6 border-line border-t py-4 max-md:mx-4">
      <div className="flex flex-wrap items-center gap-x-1 gap-y-2">
        <p className={`mr-auto min-w-0 break-all pr-3 text-now ${state === 'usable' ? '' : 'text-ink-3'}`}>
          <CodeText ref={shown} code={code.code} />
        </p>
        <div className="contents max-md:flex max-md:w-full max-md:flex-wrap max-md:items-center max-md:gap-1">
          <CopyFound
            {...{ copied, copy }}
            id={code.id}
            code={code.code}
            look={state === 'usable' ? 'primary' : 'plain'}
          />
          <TakeButton id={code.id} state={state} code={code.code} />
        </div>
      </div>
      {copied === 'failed' && <Mistake>{COPY_BY_HAND}</Mistake>}
      <p className="mt-1 text-ink-2">
        {state === 'usable'
          ? `${PURPOSES[code.purpose]} in ${left}.`
          : noteOf(state, code.claimedBy, isMine(code.id))}
      </p>
      <Why context={code.context} code={code.code} />
    </section>
  );
}

/** Apart from the rest, so that the palette has it where it stands: before taking. */
function CopyFound({
  copied,
  copy,
  id,
  code,
  look,
}: {
  copied: CopyState;
  copy: () => void;
  id: string;
  code: string;
  look: ButtonLook;
}) {
  useOffers(() => [{ id: `copy ${id}`, group: 'This code', name: `Copy the code ${code}`, run: copy }]);
  const Icon = COPY_ICONS[copied];
  return (
    <Button
      look={copied === 'failed' ? 'danger' : look}
      onClick={copy}
      aria-label={`Copy ${code}`}
      className="min-w-[96px] max-md:h-14 max-md:flex-1 max-md:text-code"
    >
      <Icon aria-hidden size={16} strokeWidth={1.5} />
      {COPY_WORDS[copied]}
    </Button>
  );
}

/** The words around the code, with the code marked in them. */
function Why({ context, code }: { context: string; code: string }) {
  const parts = markCode(context, code);
  if (!parts) return null;
  const [before, marked, after] = parts;
  return (
    // In the direction of what is quoted: words of ours, with a direction of their own, have no say in it.
    <p dir="auto" className="mt-2 break-words text-ink-3 text-small">
      <span dir="ltr">Found in:</span> “{before}
      <mark className="rounded-[2px] bg-accent-soft px-0.5 font-medium text-accent">{marked}</mark>
      {after}”
    </p>
  );
}
