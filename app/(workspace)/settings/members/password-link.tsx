'use client';
import { useRef, useState, useTransition } from 'react';
import { Made } from '#app/(workspace)/settings/made.tsx';
import { type LinkAnswer, makePasswordLink } from '#app/(workspace)/settings/members/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';

/** For somebody who has forgotten their password: a button, and below its row the link, once. */
export function PasswordLink({ id, name }: { id: string; name: string }) {
  const [busy, startTransition] = useTransition();
  const [answer, setAnswer] = useState<LinkAnswer>({});
  const button = useRef<HTMLButtonElement>(null);
  const make = () =>
    startTransition(async () =>
      setAnswer(
        await makePasswordLink(id).catch(() => ({ mistake: 'Mailroom does not answer. Try again.' })),
      ),
    );
  return (
    <>
      <Button
        ref={button}
        look="quiet"
        busy={busy}
        onClick={make}
        aria-label={`Password link for ${name}`}
        title="For whoever has forgotten their password"
      >
        Password link
      </Button>
      {answer.mistake && (
        <div className="order-last basis-full">
          <Mistake>{answer.mistake}</Mistake>
        </div>
      )}
      {answer.made && (
        <div className="order-last min-w-0 basis-full">
          <Made
            title={`The link for ${answer.made.email} is ready`}
            secret={answer.made.link}
            what="the link"
            done={() => {
              setAnswer({});
              button.current?.focus();
            }}
          >
            <p className="text-ink-2">
              Send it to them. It works once, for {answer.made.hours} hours: whoever opens it sets a new
              password for them and signs them out everywhere. A second factor stays on. It ends when you make
              another.
            </p>
          </Made>
        </div>
      )}
    </>
  );
}
