import type { ReactNode } from 'react';
import { Mark } from '#app/ui/mark.tsx';

/** A page that has one thing to say or to ask: sign-in, set-up, an error. */
export function NoticePage({
  title,
  children,
  wide = false,
}: {
  title: string;
  children: ReactNode;
  wide?: boolean;
}) {
  return (
    <main className="grid min-h-dvh items-start justify-center px-4 py-12 sm:items-center">
      <div className={`w-[calc(100vw-32px)] ${wide ? 'max-w-[560px]' : 'max-w-[360px]'}`}>
        <p className="mb-8 flex items-center gap-2 font-medium">
          <Mark /> Mailroom
        </p>
        <h1 className="mb-2 text-title font-semibold">{title}</h1>
        {children}
      </div>
    </main>
  );
}
