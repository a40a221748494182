import pg from 'pg';
import { connectionOptions } from '#lib/database/pool.ts';
import { CHANNEL, hintSchema } from '#lib/feed/channel.ts';
import { once } from '#lib/once.ts';

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
/** A connection that a firewall has silently dropped looks alive for hours: ask it something now and then. */
const HEARTBEAT_MS = 15_000;
const HEARTBEAT_TIMEOUT_MS = 5_000;

type Wake = () => void;

/**
 * Calls `wake` whenever something was committed at one of the addresses, and after every (re)connection,
 * since hints may have been missed before it. A hint only: the caller looks for itself, after subscribing.
 * One LISTEN connection a process, opened at the first subscription and kept.
 * @returns ends the subscription; safe to call twice
 */
export function subscribe(addressIds: string[], wake: Wake): () => void {
  return feed().subscribe(addressIds, wake);
}

/** Ends all subscriptions after a last wake-up, and the connection: for a process that is going to exit. */
export async function closeFeed(): Promise<void> {
  await feed().close();
}

/** True once the process is going to exit: whoever waits should answer now. */
export function feedIsClosed(): boolean {
  return feed().closed;
}

/** How many subscriptions there are, for /metrics. */
export function countSubscriptions(): number {
  return feed().count;
}

function feed(): Feed {
  return once('feed', () => new Feed());
}

class Feed {
  closed = false;
  count = 0;
  #waiting = new Map<string, Set<Wake>>();
  #client: pg.Client | undefined;
  #connecting = false;
  #retry = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;

  subscribe(addressIds: string[], wake: Wake): () => void {
    if (this.closed) {
      queueMicrotask(wake);
      return () => {};
    }
    for (const id of addressIds) {
      const waiting = this.#waiting.get(id) ?? new Set();
      this.#waiting.set(id, waiting.add(wake));
    }
    this.count += 1;
    if (!this.#client) void this.#connect();
    let subscribed = true;
    return () => {
      if (!subscribed) return;
      subscribed = false;
      this.count -= 1;
      for (const id of addressIds) {
        const waiting = this.#waiting.get(id);
        waiting?.delete(wake);
        if (waiting?.size === 0) this.#waiting.delete(id);
      }
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.#timer);
    this.#wakeAll();
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    if (this.#connecting || this.closed) return;
    this.#connecting = true;
    const client = new pg.Client({
      ...connectionOptions(),
      application_name: 'mailroom feed',
    });
    client.on('error', () => this.#reconnect(client));
    client.on('end', () => this.#reconnect(client));
    client.on('notification', ({ payload }) => {
      const hint = hintSchema.safeParse(payload);
      if (hint.success) for (const wake of [...(this.#waiting.get(hint.data) ?? [])]) wake();
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.#client = client;
      this.#retry = FIRST_RETRY_MS;
      this.#connecting = false;
      this.#wakeAll();
      this.#beat(client);
    } catch {
      this.#connecting = false;
      this.#reconnect(client);
    }
  }

  #beat(client: pg.Client): void {
    this.#timer = setTimeout(async () => {
      const late = setTimeout(() => this.#reconnect(client), HEARTBEAT_TIMEOUT_MS);
      try {
        await client.query('SELECT 1');
        if (client === this.#client) this.#beat(client);
      } catch {
        this.#reconnect(client);
      } finally {
        clearTimeout(late);
      }
    }, HEARTBEAT_MS).unref();
  }

  /** Once for each connection that broke, whichever of its events says so first. */
  #reconnect(client: pg.Client): void {
    if (this.closed || this.#connecting || (this.#client && client !== this.#client)) return;
    this.#client = undefined;
    client.removeAllListeners('end');
    void client.end().catch(() => {});
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#connect(), this.#retry);
    this.#retry = Math.min(this.#retry * 2, LAST_RETRY_MS);
  }

  #wakeAll(): void {
    for (const wake of new Set([...this.#waiting.values()].flatMap((waiting) => [...waiting]))) wake();
  }
}
