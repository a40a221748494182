import { type Log, reasonOf } from '#inbound/smtp/log.ts';
import { accountIn } from '#inbound/twilio/account-in.ts';
import { fetchMedia, MediaError, type Twilio } from '#inbound/twilio/fetch-media.ts';
import { type DueMedia, recordFetched, recordNotFetched, takeDueMedia } from '#inbound/twilio/media-queue.ts';
import { credentialsOf } from '#lib/phones/clients.ts';

/** A picture may come two seconds after its text; no code is in one. */
const POLL_MS = 2_000;
/** Each may take 16 MiB of memory. */
const AT_ONCE = 4;

export type MediaFetcher = { stop(): Promise<void> };

/** Fetches the files of MMS after their messages are stored, for as long as this process lives. */
export function startMedia(twilio: Twilio, log: Log): MediaFetcher {
  const end = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();

  async function run(): Promise<void> {
    // The database is away: what is due stays due.
    const fetched = await fetchDue(twilio, end.signal).catch((error) => {
      log('media-waiting', { because: reasonOf(error) });
      return 0;
    });
    if (!end.signal.aborted) timer = setTimeout(begin, fetched > 0 ? 0 : POLL_MS);
  }
  const begin = () => {
    round = run();
  };
  begin();
  return {
    async stop() {
      end.abort();
      clearTimeout(timer);
      await round;
    },
  };
}

/** Fetches what is due, a few at a time. @returns how many that were */
export async function fetchDue(twilio: Twilio, signal: AbortSignal): Promise<number> {
  const due = await takeDueMedia(AT_ONCE);
  await Promise.all(due.map((one) => fetchOne(one, twilio, signal)));
  return due.length;
}

async function fetchOne(due: DueMedia, twilio: Twilio, signal: AbortSignal): Promise<void> {
  try {
    const account = await credentialsOf(accountIn(due.url), twilio);
    await recordFetched(due, await fetchMedia(due.url, account, signal));
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    await recordNotFetched(due, error);
  }
}
