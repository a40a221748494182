import { type Findable, wordsOf } from '#lib/messages/words.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Gives its words to a message that Prisma has stored, which knows no `tsvector`. */
export async function makeSearchable(
  transaction: Prisma.TransactionClient,
  id: string,
  message: Findable,
): Promise<void> {
  await transaction.$executeRaw`UPDATE message SET search = ${wordsOf(message)}::tsvector WHERE id = ${id}::uuid`;
}
