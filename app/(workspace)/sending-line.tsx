import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import type { MessageSummary } from '#lib/messages/present.ts';

const STATES = {
  queued: { Icon: Clock, words: 'Queued: handed to Twilio', look: 'text-ink-2' },
  sent: { Icon: Check, words: 'Sent: the carrier has it', look: 'text-ink-2' },
  delivered: { Icon: CheckCheck, words: 'Delivered', look: 'text-accent' },
  failed: { Icon: CircleAlert, words: 'Failed', look: 'text-red' },
};

/** What became of a text that was sent, in words, and why it failed. Told to screen readers as it changes. */
export function SendingLine({ sending }: { sending: NonNullable<MessageSummary['sending']> }) {
  const { Icon, words, look } = STATES[sending.state];
  return (
    <p role="status" className={`flex gap-1 ${look}`}>
      <Icon aria-hidden size={16} strokeWidth={1.5} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">
        {sending.reason ? `${words.split(':')[0]}. ${sending.reason}` : words}
      </span>
    </p>
  );
}
