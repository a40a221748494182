import type { ReactNode } from 'react';
import { BackButton, CloseButton } from '#app/(workspace)/inbox/reader/ways-out.tsx';

/** In the place of a message that cannot be shown: why, and the ways out of here. */
export function NotShown({
  title,
  close,
  children,
}: {
  title: string;
  close: () => void;
  children: ReactNode;
}) {
  return (
    <article aria-label={title} className="px-6 py-4 max-md:px-4 max-md:pt-2">
      <BackButton close={close} />
      <div className="flex items-start gap-3">
        <h1 tabIndex={-1} className="min-w-0 flex-1 font-semibold text-title outline-none">
          {title}
        </h1>
        <CloseButton close={close} />
      </div>
      <div className="mt-1 max-w-[72ch] text-ink-2">{children}</div>
    </article>
  );
}
