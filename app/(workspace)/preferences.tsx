'use client';
import { createContext, type ReactNode, useContext } from 'react';
import type { Preferences } from '#lib/access/preferences.ts';

const Given = createContext<Preferences | null>(null);

/** Around all that behaves as the member wants it. */
export function PreferencesProvider({
  preferences,
  children,
}: {
  preferences: Preferences;
  children: ReactNode;
}) {
  return <Given value={preferences}>{children}</Given>;
}

export function usePreferences(): Preferences {
  const given = useContext(Given);
  if (!given) throw new Error('The pages of the workspace stand in a PreferencesProvider.');
  return given;
}
