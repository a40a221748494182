import { Prisma } from '#prisma/generated/client.ts';

/** Each time, another request must have come between: a fourth in a row is no accident. */
const TIMES = 3;

/**
 * Work that looks first and then writes, in one transaction. Where another request changes in between what it has looked
 * at (deletes it, or begins to use it), the database refuses the write; then all is done once more, and the look says in
 * its own words what is gone or in the way.
 */
export async function afresh<T>(work: () => Promise<T>): Promise<T> {
  for (let time = 1; ; time += 1) {
    try {
      return await work();
    } catch (error) {
      if (time === TIMES || !isOvertaken(error)) throw error;
    }
  }
}

/** A row to write is gone; a row that is referred to is gone, or is referred to now; or two would wait for each other. */
function isOvertaken(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError && ['P2025', 'P2003', 'P2034'].includes(error.code)
  );
}
