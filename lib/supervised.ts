/** How often a process says that its event loop turns. */
export const ALIVE_EVERY_MS = 5_000;

/**
 * Tells the supervisor (bin/start/child.ts) that this process serves, and from then on, again and again, that it still
 * does: one that hangs cannot. Without a supervisor it does nothing.
 */
export function sayReady(everyMs = ALIVE_EVERY_MS): void {
  say('ready');
  setInterval(() => say('alive'), everyMs).unref();
}

function say(type: 'ready' | 'alive'): void {
  if (process.connected) process.send?.({ type });
}
