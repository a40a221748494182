import { Paperclip } from 'lucide-react';
import { buttonClass } from '#app/ui/button.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

export function Attachments({
  messageId,
  attachments,
}: {
  messageId: string;
  attachments: PublicMessage['attachments'];
}) {
  if (attachments.length === 0) return null;
  return (
    <section
      aria-label="Attachments"
      className="mx-6 flex flex-wrap gap-2 border-line border-t py-4 max-md:mx-4"
    >
      {attachments.map(({ index, filename, contentType, size }) => (
        <a
          key={index}
          href={`/api/v1/messages/${messageId}/attachments/${index}`}
          download={filename ?? ''}
          title={contentType}
          className={buttonClass('plain', 'max-w-full max-md:h-11')}
        >
          <Paperclip aria-hidden size={16} strokeWidth={1.5} className="shrink-0 text-ink-3" />
          <span className="truncate">{filename ?? 'Without a name'}</span>
          <span className="font-normal text-ink-3">{sizeOf(size)}</span>
        </a>
      ))}
    </section>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
