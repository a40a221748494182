import { CopyButton } from '#app/ui/copy-button.tsx';

/** A line, or a few, that a person takes with them: a command, a DNS record. Long ones scroll in place. */
export function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <div className="flex items-start gap-2 rounded-control border border-line bg-raised p-1 pl-3">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
        tabIndex={0}
        className="min-w-0 flex-1 self-center overflow-x-auto py-1 font-mono text-small"
      >
        {text}
      </pre>
      <CopyButton text={text} what={what} />
    </div>
  );
}
