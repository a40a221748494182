import { CircleAlert, Clock, Paperclip } from 'lucide-react';
import { buttonClass } from '#app/ui/button.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

type Attachment = PublicMessage['attachments'][number];

export function Attachments({ message }: { message: PublicMessage }) {
  if (message.attachments.length === 0) return null;
  return (
    <section
      aria-label="Attachments"
      className="mx-6 flex flex-wrap items-start gap-2 border-line border-t py-4 max-md:mx-4"
    >
      {message.attachments.map((attachment) => (
        <OneAttachment
          key={attachment.index}
          attachment={attachment}
          url={`/api/v1/messages/${message.id}/attachments/${attachment.index}`}
          shown={message.channel !== 'email'}
        />
      ))}
    </section>
  );
}

/** What an MMS carries is what it says: `shown` at once. A mail's files are looked at when somebody wants to. */
function OneAttachment({ attachment, url, shown }: { attachment: Attachment; url: string; shown: boolean }) {
  const { filename, contentType, size, state, problem } = attachment;
  const name = filename ?? (shown ? kindOf(contentType) : 'Without a name');
  if (state !== 'stored') return <NotFetched name={name} given={state === 'failed'} problem={problem} />;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      {shown && <Shown contentType={contentType} url={url} name={name} />}
      <a
        href={url}
        download={filename ?? ''}
        title={contentType}
        className={buttonClass('plain', 'max-w-full max-md:h-11')}
      >
        <Paperclip aria-hidden size={16} strokeWidth={1.5} className="shrink-0 text-ink-3" />
        <span className="truncate">{name}</span>
        <span className="shrink-0 font-normal text-ink-3">{sizeOf(size)}</span>
      </a>
    </div>
  );
}

/** The types that a browser shows without running anything; the API serves nothing else as what it says it is. */
function Shown({ contentType, url, name }: { contentType: string; url: string; name: string }) {
  if (/^image\/(?:png|jpeg|gif|webp)$/.test(contentType))
    // biome-ignore lint/performance/noImgElement: a stranger's picture, as it is, from our own API.
    return <img src={url} alt={name} className="max-h-80 max-w-full rounded-control border border-line" />;
  if (contentType.startsWith('audio/'))
    // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for it.
    return <audio controls preload="none" src={url} aria-label={name} />;
  if (contentType.startsWith('video/'))
    // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for it.
    return <video controls preload="none" src={url} aria-label={name} className="max-h-80 max-w-full" />;
  return null;
}

function NotFetched({ name, given, problem }: { name: string; given: boolean; problem: string | null }) {
  const Icon = given ? CircleAlert : Clock;
  return (
    <p
      className={`flex min-w-0 gap-2 rounded-control px-3 py-2 ${given ? 'bg-amber-soft text-amber' : 'bg-raised text-ink-2'}`}
    >
      <Icon aria-hidden size={16} strokeWidth={1.5} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">
        {given ? `${name} could not be fetched. ` : `${name} is being fetched … `}
        {problem}
      </span>
    </p>
  );
}

function kindOf(contentType: string): string {
  const kinds: Record<string, string> = { image: 'Picture', audio: 'Recording', video: 'Video' };
  return kinds[contentType.split('/')[0] ?? ''] ?? 'File';
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
