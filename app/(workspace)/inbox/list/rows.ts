import { dayOf, isSameDay } from '#app/ages.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

export type Row =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'message'; key: string; message: MessageSummary };

export const ROW_HEIGHT = { message: 44, day: 28 };

/**
 * The messages with a line wherever a new day begins. Without the browser's time zone (`today` is null:
 * the server) there are no days yet, but the line has its place, so that nothing moves when it comes.
 */
export function rowsOf(messages: MessageSummary[], today: Date | null): Row[] {
  const rows: Row[] = [];
  let before: Date | null = null;
  for (const message of messages) {
    const date = new Date(message.receivedAt);
    // Its words are looked for only where a day begins: of thousands of messages, few do.
    if (!before || (today && !isSameDay(date, before))) {
      const day = today ? dayOf(message.receivedAt, today) : '';
      rows.push({ kind: 'day', key: `day ${day}`, day });
    }
    before = date;
    rows.push({ kind: 'message', key: message.id, message });
  }
  return rows;
}
