'use client';
import { useState } from 'react';
import { ApiError, callSettings } from '#app/(workspace)/api.ts';
import { useHeldPreferences } from '#app/(workspace)/preferences.tsx';
import { announce } from '#app/ui/announcer.tsx';
import { Choice } from '#app/ui/choice.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { Preferences } from '#lib/access/preferences.ts';

/** Each choice holds at once, and is taken back when it could not be saved. */
export function PreferencesForm() {
  const { preferences: chosen, hold } = useHeldPreferences();
  const [mistake, setMistake] = useState<string>();
  const choose = async (change: Partial<Preferences>) => {
    const before = Object.fromEntries(
      Object.keys(change).map((name) => [name, chosen[name as keyof Preferences]]),
    );
    hold((now) => ({ ...now, ...change }));
    try {
      // Sent also when the page is left at this very moment.
      await callSettings('/preferences/saved', {
        method: 'PATCH',
        body: JSON.stringify(change),
        keepalive: true,
      });
      setMistake(undefined);
      announce('Saved');
    } catch (error) {
      hold((now) => ({ ...now, ...before }));
      setMistake(error instanceof ApiError ? error.message : 'Mailroom does not answer. Try again.');
    }
  };
  const choice = (name: keyof Preferences) => ({
    type: 'checkbox' as const,
    checked: chosen[name],
    onChange: ({ target }: React.ChangeEvent<HTMLInputElement>) => void choose({ [name]: target.checked }),
  });
  return (
    <div className="grid gap-4">
      <Explained note="A message without a code always is. One with a code counts as read when you copy or take the code.">
        <Choice {...choice('openingReads')}>Opening a message with a code marks it as read</Choice>
      </Explained>
      <Explained note="For half a minute, while the inbox is open in a tab. Whoever sees your screen sees it too.">
        <Choice {...choice('codeInTitle')}>Show a new code in the browser tab’s title</Choice>
      </Explained>
      <Explained note="Such as c to copy and e to archive. Switch them off if you speak to your computer, or press keys by accident; Ctrl K, or ⌘K, still does everything by its name.">
        <Choice {...choice('singleKeys')}>Single keys do something</Choice>
      </Explained>
      {mistake && <Mistake>{mistake}</Mistake>}
    </div>
  );
}

function Explained({ note, children }: { note: string; children: React.ReactNode }) {
  return (
    <div>
      {children}
      <p className="pl-7 text-ink-2 pointer-coarse:-mt-2">{note}</p>
    </div>
  );
}
