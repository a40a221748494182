'use client';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { checksOf } from '#app/(workspace)/inbox/states.ts';
import { buttonClass } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicMessage } from '#lib/messages/present.ts';

/** Enough for every header and most bodies; a browser stalls on a page of 25 MiB of base64. */
const SHOWN_BYTES = 256 * 1024;

/** The bytes as they were received. Fetched only when somebody looks. */
export function Source({
  message: { id: messageId, size, channel, authentication },
}: {
  message: PublicMessage;
}) {
  const url = `/api/v1/messages/${messageId}/source`;
  const { data, error } = useQuery({
    queryKey: ['source', messageId],
    queryFn: ({ signal }) => readStart(url, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return (
    <div className="p-6 max-md:p-4">
      {channel === 'email' && <p className="mb-4 text-ink-2">{checksOf(authentication)}</p>}
      {error && <Mistake>The source could not be read. Close the tab and open it again.</Mistake>}
      <pre className="whitespace-pre-wrap break-all font-mono text-ink-2 text-small">{data}</pre>
      {size > SHOWN_BYTES && (
        <p className="mt-4 text-ink-2">This is the beginning. The file has all of it.</p>
      )}
      <a href={url} download={`${messageId}.eml`} className={buttonClass('plain', 'mt-4')}>
        <Download aria-hidden size={16} strokeWidth={1.5} /> Download the source
      </a>
    </div>
  );
}

async function readStart(url: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url, { signal });
  if (!answer.ok || !answer.body) throw new Error(`The source answered ${answer.status}.`);
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < SHOWN_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text.slice(0, SHOWN_BYTES);
}
