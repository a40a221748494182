import { z } from 'zod';
import { invalidField } from '#lib/errors.ts';

/** Lists are pages of at most 200, newest first. */
export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 200;

export type Page<T> = { data: T[]; nextCursor: string | null };

/** Where a page ends: a row's time, and its id for those of the same millisecond. */
export type Position = { at: Date; id: string };

/** Makes the page of up to `limit` rows that were asked for with one more, to see whether there is a next page. */
export function pageOf<Row, T>(
  rows: Row[],
  limit: number,
  position: (row: Row) => Position,
  present: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { data: shown.map(present), nextCursor: more ? writeCursor(position(last)) : null };
}

/** Opaque to callers, so that what a list is ordered by may change. */
function writeCursor({ at, id }: Position): string {
  return Buffer.from(`${at.toISOString()}/${id}`).toString('base64url');
}

/**
 * For Prisma: what comes after a cursor in a list by `column` and then by id, newest first.
 * @throws MailroomError `invalid-input`
 */
export function afterCursor<Column extends string>(column: Column, cursor: string | undefined) {
  if (cursor === undefined) return {};
  const { at, id } = readCursor(cursor);
  const older = { [column]: { lt: at } } as Record<Column, { lt: Date }>;
  const same = { [column]: at } as Record<Column, Date>;
  return { OR: [older, { ...same, id: { lt: id } }] };
}

/** @throws MailroomError `invalid-input` */
export function readCursor(cursor: string): Position {
  const [at, id] = Buffer.from(cursor, 'base64url').toString().split('/');
  const position = positionSchema.safeParse({ at, id });
  if (position.success) return { at: new Date(position.data.at), id: position.data.id };
  const detail = 'cursor must be the nextCursor of an earlier page.';
  throw invalidField('cursor', detail);
}

/** No row is older than Unix time; and the year 0, which the notation has, PostgreSQL has not. */
const positionSchema = z.object({
  at: z.iso.datetime().refine((at) => Date.parse(at) >= 0),
  id: z.guid(),
});
