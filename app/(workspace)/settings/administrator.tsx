/** What a plain member reads where owners and admins find the settings. */
export function ForAdministrators() {
  return (
    <p className="border-line border-y py-4 text-ink-2">
      Owners and admins of the workspace look after this. Ask one of them.
    </p>
  );
}
