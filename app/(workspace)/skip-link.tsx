'use client';

/** The first stop of the Tab key, seen while it has the focus. It leaves the address alone, where the inbox keeps what is open. */
export function SkipLink({ to }: { to: string }) {
  return (
    <a
      href={`#${to}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(to)?.focus();
      }}
      className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-20 focus:rounded-control focus:border focus:border-line focus:bg-pane focus:px-3 focus:py-1.5 focus:font-medium"
    >
      To the content
    </a>
  );
}
