'use client';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
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
  const router = useRouter();
  useShortcuts({
    '?': () => setShown('sheet'),
    'g i': () => router.push('/inbox'),
    'g t': () => router.push('/accounts'),
    'g a': () => router.push('/addresses'),
    'g l': () => router.push('/activity'),
    'g s': () => router.push('/settings'),
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      // Not over another dialog: what that one asks comes first.
      if (document.querySelector('[role="alertdialog"]')) return;
      event.preventDefault();
      setShown((before) => (before === 'palette' ? null : 'palette'));
    };
    const open = () => setShown('palette');
    document.addEventListener('keydown', press);
    window.addEventListener(OPEN_PALETTE, open);
    return () => {
      document.removeEventListener('keydown', press);
      window.removeEventListener(OPEN_PALETTE, open);
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
