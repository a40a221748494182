'use client';
import { Dialog } from 'radix-ui';
import { useEffect, useId, useRef, useState } from 'react';
import { findCommands } from '#app/(workspace)/palette/commands.ts';
import { useCommands } from '#app/(workspace)/palette/use-commands.ts';
import { KeyHint } from '#app/ui/key-hint.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

/**
 * Everything by its name: a field with a list of choices (WAI-ARIA's combobox). The focus stays in the field;
 * the arrow keys say which choice Enter takes.
 */
export function Palette({
  addresses,
  administrator,
  close,
  showKeys,
}: {
  addresses: PublicAddress[];
  administrator: boolean;
  close: () => void;
  showKeys: () => void;
}) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { commands, search } = useCommands({ addresses, administrator, showKeys });
  const found = [...findCommands(commands, typed), ...search(typed)];
  const chosen = Math.min(at, found.length - 1);
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new choice is scrolled to.
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const take = (index: number) => {
    const command = found[index];
    if (!command) return;
    close();
    command.run();
  };
  const press = (event: React.KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: (chosen + 1) % found.length,
      ArrowUp: (chosen - 1 + found.length) % found.length,
      Home: 0,
      End: found.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined && found.length > 0) {
      event.preventDefault();
      setAt(next);
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      take(chosen);
    }
  };
  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-ink/30 dark:bg-ground/70" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-20 flex max-h-[70vh] w-[min(560px,calc(100vw-32px))] -translate-x-1/2 flex-col overflow-hidden rounded-card border border-line bg-pane"
        >
          <Dialog.Title className="sr-only">Do anything by its name</Dialog.Title>
          <input
            role="combobox"
            aria-label="What to do, where to go, or what to search for"
            aria-expanded={found.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined}
            placeholder="Go to, do, or search"
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
              setAt(0);
            }}
            onKeyDown={press}
            className="h-12 shrink-0 rounded-t-card border-line border-b bg-transparent px-4 text-code -outline-offset-2 placeholder:text-ink-3"
          />
          <div ref={box} className="min-h-0 overflow-y-auto p-2">
            {/* biome-ignore-start lint/a11y: the field above has the focus and the keys; these are its choices. */}
            <div role="listbox" id={list} aria-label="Choices">
              {found.map((command, index) => (
                <div
                  key={command.id}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  onClick={() => take(index)}
                  onPointerMove={() => setAt(index)}
                  className="flex h-9 cursor-pointer items-center gap-2 rounded-control px-3 aria-selected:bg-accent-soft pointer-coarse:h-11"
                >
                  <span className="min-w-0 truncate">
                    {command.name} <span className="text-ink-2">{command.note}</span>
                  </span>
                  <span className="ml-auto shrink-0 text-ink-3 text-small">{command.group}</span>
                  {command.keys && <KeyHint keys={command.keys} className="text-ink-3" />}
                </div>
              ))}
            </div>
            {/* biome-ignore-end lint/a11y: see above. */}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
