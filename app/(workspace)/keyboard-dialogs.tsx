'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useOpen } from '#app/(workspace)/opening.tsx';
import { OPEN_PALETTE } from '#app/(workspace)/palette/palette-button.tsx';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import type { PublicAddress } from '#lib/addresses/present.ts';

// Most never ask for them: loaded when somebody does.
const ShortcutSheet = dynamic(
  async () => (await import('#app/(workspace)/shortcut-sheet.tsx')).ShortcutSheet,
);
const Palette = dynamic(async () => (await import('#app/(workspace)/palette/palette.tsx')).Palette);

/** The keys that work on every page, and what opens over it: the sheet of keys and the palette. */
export function KeyboardDialogs({
  addresses,
  administrator,
}: {
  addresses: PublicAddress[];
  administrator: boolean;
}) {
  const [shown, setShown] = useState<'sheet' | 'palette' | null>(null);
  const open = useOpen();
  useShortcuts({
    '?': () => setShown('sheet'),
    'g i': () => open('/inbox'),
    'g t': () => open('/accounts'),
    'g a': () => open('/addresses'),
    'g l': () => open('/activity'),
    'g s': () => open('/settings'),
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      // Not over another dialog: what that one asks comes first.
      if (document.querySelector('[role="alertdialog"]')) return;
      event.preventDefault();
      setShown((before) => (before === 'palette' ? null : 'palette'));
    };
    const show = () => setShown('palette');
    document.addEventListener('keydown', press);
    window.addEventListener(OPEN_PALETTE, show);
    return () => {
      document.removeEventListener('keydown', press);
      window.removeEventListener(OPEN_PALETTE, show);
    };
  }, []);
  const close = () => setShown(null);
  return (
    <>
      {shown === 'sheet' && <ShortcutSheet open onOpenChange={close} />}
      {shown === 'palette' && (
        <Palette {...{ addresses, administrator, close }} showKeys={() => setShown('sheet')} />
      )}
    </>
  );
}
