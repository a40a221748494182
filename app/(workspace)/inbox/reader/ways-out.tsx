import { ArrowLeft, X } from 'lucide-react';
import { Button } from '#app/ui/button.tsx';

/** Back to the list, whose place the reader took where there is no room for both. */
export function BackButton({ close }: { close: () => void }) {
  return (
    <Button look="quiet" onClick={close} className="mb-2 -ml-2 px-2 max-md:h-11 lg:hidden">
      <ArrowLeft aria-hidden size={16} strokeWidth={1.5} />
      <span className="sr-only">Back to the </span>Inbox
    </Button>
  );
}

/** Where the list stands beside it. */
export function CloseButton({ close }: { close: () => void }) {
  return (
    <Button look="quiet" onClick={close} aria-label="Close the message" className="-mr-2 px-2 max-lg:hidden">
      <X aria-hidden size={16} strokeWidth={1.5} />
    </Button>
  );
}
