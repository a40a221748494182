'use client';
import { Search, SlidersHorizontal, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import type { InboxQuery } from '#app/(workspace)/inbox/search/use-query.ts';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { KeyHint } from '#app/ui/key-hint.tsx';
import type { PublicAccount } from '#lib/accounts/present.ts';

/** Loaded when somebody opens them. */
const Filters = dynamic(async () => (await import('#app/(workspace)/inbox/search/filters.tsx')).Filters);

/** Long enough for the next letter to come, short enough not to be waited for. */
const TYPING_MS = 150;
/** As much as the API takes. */
const MAX_LENGTH = 200;

/** What is looked for, above the list. `down` leads into the list. */
export function SearchField({
  query,
  accounts,
  services,
  down,
}: {
  query: InboxQuery;
  accounts: PublicAccount[];
  services: string[];
  down: () => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, type] = useTyped(query);
  const [open, setOpen] = useState(query.accountId !== null);
  useShortcuts({ '/': () => input.current?.select() });
  return (
    <search className="shrink-0 border-line border-b">
      <div className="flex h-12 items-center gap-1 pr-2 pl-4">
        <Search aria-hidden size={16} strokeWidth={1.5} className="shrink-0 text-ink-3" />
        <input
          ref={input}
          type="text"
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          maxLength={MAX_LENGTH}
          value={typed}
          onChange={({ target }) => type(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              if (typed === '') input.current?.blur();
              else type('', true);
            }
            if (event.key === 'Enter' || event.key === 'ArrowDown') {
              event.preventDefault();
              type(typed, true);
              down();
            }
          }}
          placeholder="Search, or from:github has:code"
          aria-label="Search messages"
          aria-describedby={query.problems.length > 0 ? 'search-problems' : undefined}
          aria-keyshortcuts="/"
          className="h-9 min-w-0 flex-1 rounded-control bg-transparent px-2 placeholder:text-ink-3"
        />
        {typed === '' ? (
          <KeyHint keys="/" className="px-2 text-ink-3" />
        ) : (
          <IconButton label="Clear the search" press={() => type('', true)}>
            <X aria-hidden size={16} strokeWidth={1.5} />
          </IconButton>
        )}
        <IconButton label="Filters" expanded={open} press={() => setOpen(!open)}>
          <SlidersHorizontal aria-hidden size={16} strokeWidth={1.5} />
        </IconButton>
      </div>
      {query.problems.length > 0 && (
        <ul id="search-problems" className="px-4 pb-2 text-amber text-small">
          {query.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {open && (
        <Filters
          text={typed}
          change={(text) => type(text, true)}
          type={type}
          {...{ query, accounts, services }}
        />
      )}
    </search>
  );
}

/** What stands in the field, and a way to change it: at once, or when the typing pauses. */
function useTyped(query: InboxQuery): [string, (text: string, now?: boolean) => void] {
  const { text, change } = query;
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  /** What the URL has been told from here, and has not said back: it does so later, when more may have been typed. */
  const [told, setTold] = useState<string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // Gone back in history, or led here by the palette: the URL says what is looked for.
  if (known !== text) {
    setKnown(text);
    if (told.includes(text)) setTold(told.slice(told.indexOf(text) + 1));
    else if (text !== typed.trim()) setTyped(text);
  }
  const type = (wanted: string, now = false) => {
    setTyped(wanted);
    clearTimeout(timer.current);
    const tell = () => {
      const q = wanted.trim();
      if (q === (new URLSearchParams(window.location.search).get('q') ?? '')) return;
      setTold((before) => [...before, q]);
      change({ q });
    };
    if (now) tell();
    else timer.current = setTimeout(tell, TYPING_MS);
  };
  return [typed, type];
}

function IconButton({
  label,
  expanded,
  press,
  children,
}: {
  label: string;
  expanded?: boolean;
  press: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-expanded={expanded}
      onClick={press}
      className="grid size-8 shrink-0 place-items-center rounded-control text-ink-2 hover:bg-raised hover:text-ink aria-expanded:bg-raised aria-expanded:text-ink pointer-coarse:size-11"
    >
      {children}
    </button>
  );
}
