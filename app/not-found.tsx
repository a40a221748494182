import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '#app/ui/button.tsx';
import { NoticePage } from '#app/ui/notice-page.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <NoticePage title="There is nothing here">
      <p className="mb-6 text-ink-2">
        The page does not exist, or it belongs to an address that you have no access to.
      </p>
      <Link href="/inbox" className={buttonClass('primary')}>
        Go to the inbox
      </Link>
    </NoticePage>
  );
}
