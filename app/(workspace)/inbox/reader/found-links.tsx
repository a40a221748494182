import { ExternalLink } from 'lucide-react';
import { hostOf } from '#app/(workspace)/inbox/states.ts';
import { buttonClass } from '#app/ui/button.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

const DOES: Record<PublicMessage['links'][number]['kind'], string> = {
  confirm: 'Confirm',
  'sign-in': 'Sign in',
  reset: 'Reset the password',
  other: 'Open the link',
};

/** What a link does and where it leads stand on it: the words in a mail may say anything. */
export function FoundLinks({ links }: { links: PublicMessage['links'] }) {
  if (links.length === 0) return null;
  return (
    <section aria-label="Links" className="mx-6 flex flex-wrap gap-2 border-line border-t py-4 max-md:mx-4">
      {links.map((link) => (
        <a
          key={link.href}
          href={link.href}
          target="_blank"
          rel="noopener noreferrer"
          title={link.href}
          className={buttonClass('plain', 'max-w-full max-md:h-11')}
        >
          <ExternalLink aria-hidden size={16} strokeWidth={1.5} className="shrink-0 text-ink-3" />
          <span className="truncate">
            {DOES[link.kind]} <span className="font-normal text-ink-2">at {hostOf(link.href)}</span>
          </span>
        </a>
      ))}
    </section>
  );
}
