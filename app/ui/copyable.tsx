import { CopyButton } from '#app/ui/copy-button.tsx';

/** A line, or a few, that a person takes with them: a command, a DNS record. All of it is seen before it is run. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <div className="flex items-start gap-2 rounded-control border border-line bg-raised p-1 pl-3 max-sm:flex-wrap max-sm:justify-end">
      <code className="min-w-0 flex-1 self-center max-sm:basis-full max-sm:pr-2 whitespace-pre-wrap py-1 font-mono text-small wrap-anywhere">
        {text}
      </code>
      <CopyButton text={text} what={what} />
    </div>
  );
}
