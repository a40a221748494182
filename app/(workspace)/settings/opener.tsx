'use client';
import { Fragment, type ReactNode, useState } from 'react';
import { Button } from '#app/ui/button.tsx';

/** A button, and after it what it opens, each time anew. */
export function Opener({ name, children }: { name: string; children: (close: () => void) => ReactNode }) {
  const [round, setRound] = useState(0);
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div>
        <Button look="primary" onClick={() => setOpen(true)}>
          {name}
        </Button>
      </div>
    );
  }
  const close = () => {
    setOpen(false);
    setRound(round + 1);
  };
  return <Fragment key={round}>{children(close)}</Fragment>;
}
