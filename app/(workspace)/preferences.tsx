'use client';
import {
  createContext,
  type Dispatch,
  type ReactNode,
  type SetStateAction,
  useContext,
  useState,
} from 'react';
import type { Preferences } from '#lib/access/preferences.ts';

type Held = { preferences: Preferences; hold: Dispatch<SetStateAction<Preferences>> };

const Given = createContext<Held | null>(null);

/** Around all that behaves as the member wants it. */
export function PreferencesProvider({
  preferences,
  children,
}: {
  preferences: Preferences;
  children: ReactNode;
}) {
  const [held, hold] = useState(preferences);
  return <Given value={{ preferences: held, hold }}>{children}</Given>;
}

export function usePreferences(): Preferences {
  return useHeldPreferences().preferences;
}

/** For the page where they are changed: what it holds counts at once, wherever the member goes next. */
export function useHeldPreferences(): Held {
  const given = useContext(Given);
  if (!given) throw new Error('The pages of the workspace stand in a PreferencesProvider.');
  return given;
}
