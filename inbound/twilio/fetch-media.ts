import type { Settings } from '#lib/settings.ts';

/** Carriers let an MMS have a few MiB; Twilio takes no more than 5 MB of a file. */
const MAX_BYTES = 16 * 1024 * 1024;
/** From the request to the last byte. */
const TIMEOUT_MS = 30_000;
/** Twilio sends one on to where it keeps the files. */
const MAX_REDIRECTS = 3;

export type Twilio = NonNullable<Settings['twilio']>;
export type Media = { content: Buffer; contentType: string | null };

/** Why a file was not fetched, in words for people. `final`: another attempt would end the same way. */
export class MediaError extends Error {
  readonly final: boolean;

  constructor(words: string, final: boolean) {
    super(words);
    this.name = 'MediaError';
    this.final = final;
  }
}

/**
 * A file of an MMS, with our account's authentication, which only Twilio's own API is shown; where that sends us on to,
 * the address itself is the key (Twilio's documentation, “Media resource”).
 * @throws MediaError
 */
export async function fetchMedia(url: string, twilio: Twilio, signal: AbortSignal): Promise<Media> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    if (!isApi(url, twilio)) throw new MediaError('Its address is not one of Twilio’s.', true);
    const response = await follow(url, twilio, ended, MAX_REDIRECTS);
    return { content: await readAll(response), contentType: response.headers.get('content-type') };
  } catch (error) {
    if (error instanceof MediaError) throw error;
    throw new MediaError(
      ended.aborted && !signal.aborted
        ? `Twilio did not send it within ${TIMEOUT_MS / 1000} seconds.`
        : 'Twilio could not be reached.',
      false,
    );
  }
}

async function follow(
  url: string,
  twilio: Twilio,
  signal: AbortSignal,
  redirects: number,
): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${twilio.accountSid}:${twilio.authTokens[0]}`).toString('base64')}`;
  const response = await fetch(url, {
    redirect: 'manual',
    signal,
    headers: isApi(url, twilio) ? { Authorization: authorization } : {},
  });
  if (response.ok) return response;
  await response.body?.cancel();
  const location = response.headers.get('location');
  if (response.status < 300 || response.status >= 400 || !location)
    throw new MediaError(`Twilio answered ${response.status}.`, false);
  const next = new URL(location, url).href;
  if (redirects === 0 || !(isApi(next, twilio) || isStore(next)))
    throw new MediaError('Twilio sent us on to where its files are not kept.', true);
  return follow(next, twilio, signal, redirects - 1);
}

async function readAll(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES)
      throw new MediaError(`It has more than ${MAX_BYTES / 1024 ** 2} MiB, and is not stored.`, true);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Twilio's API, in whichever region, or what stands for it (TWILIO_API_URL). */
function isApi(url: string, { apiUrl }: Twilio): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, origin } = new URL(url);
  return origin === apiUrl || (protocol === 'https:' && /(?:^|\.)twilio\.com$/.test(hostname));
}

/** Where Twilio keeps the files. */
function isStore(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && /(?:^|\.)(?:twiliocdn|amazonaws)\.com$/.test(hostname);
}
