import { Age } from '#app/(workspace)/age.tsx';
import type { PublicOrder } from '#lib/phones/buy.ts';

/** Orders of which a person should know: still open, or not filled. */
export function OrderList({ orders }: { orders: PublicOrder[] }) {
  if (orders.length === 0) return null;
  return (
    <ul aria-label="Orders" className="border-line border-t">
      {orders.map(({ id, number, at, open, reason }) => (
        <li key={id} className="border-line border-b py-2">
          <p>
            <span className="font-medium">{number}</span>{' '}
            <span className={open ? 'text-amber' : 'text-ink-2'}>
              {open ? 'is being bought' : 'was not bought'}
            </span>{' '}
            <Age ago at={at} className="text-ink-3 text-small" />
          </p>
          {reason && <p className="break-words text-ink-2 text-small">{reason}</p>}
        </li>
      ))}
    </ul>
  );
}
