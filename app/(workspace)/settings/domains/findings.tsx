import { CircleAlert, CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { Finding } from '#lib/addresses/dns-check.ts';

const LOOKS = {
  right: { Icon: CircleCheck, ink: 'text-accent', word: 'Right' },
  missing: { Icon: CircleX, ink: 'text-amber', word: 'Missing' },
  wrong: { Icon: CircleAlert, ink: 'text-amber', word: 'Not right' },
  unknown: { Icon: CircleDashed, ink: 'text-ink-2', word: 'Not known' },
};

const NAMES = { MX: 'MX', SPF: 'SPF', A: 'Address' };

/** What DNS says, record by record: by a sign, a colour and in words. */
export function Findings({ name, findings }: { name: string; findings: Finding[] }) {
  return (
    <ul aria-label={`What DNS says about ${name}`} aria-live="polite" className="grid gap-3">
      {findings.map(({ record, state, found, words }) => {
        const { Icon, ink, word } = LOOKS[state];
        return (
          <li key={record} className="flex gap-2">
            <Icon aria-hidden size={16} strokeWidth={1.5} className={`mt-0.5 shrink-0 ${ink}`} />
            <div className="min-w-0">
              <p>
                <span className="font-medium">
                  {NAMES[record]}: <span className={ink}>{word}.</span>
                </span>{' '}
                {words}
              </p>
              {found.map((line) => (
                <code key={line} className="block break-all font-mono text-ink-2 text-small">
                  {line}
                </code>
              ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
