/** What the settings are to a member: there, or something there wants them. */
export type SettingsState = 'quiet' | 'notice';

/** Beside the link to the settings: a webhook has been switched off. */
export function SettingsMark({ state }: { state: SettingsState }) {
  if (state !== 'notice') return null;
  return (
    <span className="size-1.5 shrink-0 rounded-full bg-amber">
      <span className="sr-only">A webhook has been switched off</span>
    </span>
  );
}
