'use client';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '#app/ui/button.tsx';
import { Copyable } from '#app/ui/copyable.tsx';

/** A secret, the one time it is shown. It stays until the person says that they have it. */
export function Made({
  title,
  secret,
  what,
  children,
  done,
}: {
  title: string;
  secret: string;
  /** "the token": for the button's name. */
  what: string;
  children: ReactNode;
  done: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="grid gap-3 rounded-card border border-line bg-accent-soft p-4">
      <h2 ref={heading} tabIndex={-1} className="break-words font-semibold outline-none">
        {title}
      </h2>
      <p>Copy it now: it is shown this once, and Mailroom cannot show it again.</p>
      <Copyable text={secret} what={what} />
      {children}
      <div>
        <Button onClick={done}>I have it</Button>
      </div>
    </section>
  );
}
