import type { EventType } from '#lib/webhooks/present.ts';

/** When each event happens. */
export const EVENT_WORDS: Record<EventType, string> = {
  'message.received': 'a message has come',
  'message.updated': 'its sender has been checked',
  'code.received': 'a code has come',
  'code.claimed': 'somebody has taken a code',
};
