import { once } from '#lib/once.ts';

/** How often a process says that its event loop turns. */
export const ALIVE_EVERY_MS = 5_000;

/**
 * Tells the supervisor (bin/start/child.ts) that this process serves, and from then on, again and again, that it still
 * does: one that hangs cannot. Without a supervisor it does nothing.
 * @param facts what else whoever started it may want to know
 */
export function sayReady(facts: { port?: number } = {}, everyMs = ALIVE_EVERY_MS): void {
  say({ type: 'ready', ...facts });
  setInterval(() => say({ type: 'alive' }), everyMs).unref();
}

function say(message: object): void {
  if (process.connected) process.send?.(message);
}

/** Of the SMTP receivers: how many serve, and how often one was started again. */
export type Receivers = { up: number; restarts: number };

/** Listens to what the supervisor says of the receivers. */
export function followReceivers(): void {
  process.on('message', (message: { type?: string } & Receivers) => {
    if (message.type === 'receivers') known().receivers = { up: message.up, restarts: message.restarts };
  });
}

/** As it was said last; null without a supervisor. */
export function receivers(): Receivers | null {
  return known().receivers;
}

function known(): { receivers: Receivers | null } {
  return once<{ receivers: Receivers | null }>('receivers', () => ({ receivers: null }));
}
