import { KEYS } from '#app/(workspace)/keys.ts';

/** The reader without a message: what the keys do, for whoever looks there. */
export function NothingOpen() {
  return (
    <div className="grid h-full place-items-center p-6 text-ink-3">
      <dl className="grid grid-cols-[auto_auto] gap-x-4 gap-y-2 pointer-coarse:hidden">
        {KEYS.filter(({ basic }) => basic).map(({ keys, does }) => (
          <div key={keys} className="contents">
            <dt className="text-right font-mono text-small leading-5">{keys}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="hidden pointer-coarse:block">Choose a message to read it here.</p>
    </div>
  );
}
