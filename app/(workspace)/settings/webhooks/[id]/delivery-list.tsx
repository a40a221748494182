import { Check, CircleAlert, Clock } from 'lucide-react';
import Link from 'next/link';
import { Age } from '#app/(workspace)/age.tsx';
import { EndsIn } from '#app/(workspace)/ends-in.tsx';
import { SendAgain } from '#app/(workspace)/settings/webhooks/webhook-buttons.tsx';
import type { PublicDelivery } from '#lib/webhooks/present.ts';

const STATES = {
  pending: { Icon: Clock, word: 'To be sent', colour: 'text-ink-2' },
  delivered: { Icon: Check, word: 'Delivered', colour: 'text-accent' },
  failed: { Icon: CircleAlert, word: 'Failed', colour: 'text-red' },
};

export function DeliveryList({
  webhookId,
  deliveries,
  enabled,
}: {
  webhookId: string;
  deliveries: PublicDelivery[];
  enabled: boolean;
}) {
  if (deliveries.length === 0)
    return (
      <p className="border-line border-y py-4 text-ink-2">
        Nothing has happened that it is told of. What is sent stands here for 30 days.
      </p>
    );
  return (
    <ul aria-label="Deliveries" className="border-line border-t">
      {deliveries.map((delivery) => {
        const { Icon, word, colour } = STATES[delivery.status];
        return (
          <li key={delivery.id} className="flex items-start gap-3 border-line border-b py-3">
            <Icon aria-hidden size={16} strokeWidth={1.5} className={`mt-0.5 shrink-0 ${colour}`} />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap gap-x-2">
                <span className={`font-medium ${colour}`}>{word}</span>
                <Link
                  href={`/inbox?message=${delivery.messageId}`}
                  className="underline-offset-2 hover:underline"
                >
                  {delivery.type}
                </Link>
                <Age at={delivery.createdAt} className="text-ink-3" />
              </p>
              <Attempts delivery={delivery} />
            </div>
            {enabled && delivery.status !== 'pending' && <SendAgain webhookId={webhookId} id={delivery.id} />}
          </li>
        );
      })}
    </ul>
  );
}

function Attempts({
  delivery: { attempts, error, nextAttemptAt, responseStatus },
}: {
  delivery: PublicDelivery;
}) {
  const tried = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return (
    <p className="break-words text-ink-2 text-small">
      {tried}
      {error ? `. ${error}` : responseStatus ? `, answered ${responseStatus}` : ''}
      {nextAttemptAt && attempts > 0 && (
        <>
          {' '}
          <EndsIn at={nextAttemptAt} soon="Again in" over="Again now" />.
        </>
      )}
    </p>
  );
}
