import { DatabaseError } from 'pg';
import { type Delivery, store } from '#inbound/store.ts';
import { transaction } from '#lib/database/pool.ts';

/** More rows than this make a commit no cheaper for each, and the first of them wait longer. */
const MAX_MESSAGES_A_COMMIT = 100;
/** Sources are held in memory until their commit: this bounds a statement, and with it the memory of both sides. */
const MAX_BYTES_A_COMMIT = 32 * 1024 * 1024;

type Waiting = {
  deliveries: Delivery[];
  resolve: (stored: Set<string>) => void;
  reject: (error: unknown) => void;
};

const waiting: Waiting[] = [];
let committing = false;

/**
 * Stores the deliveries of one message in one transaction, together with those of other messages that came
 * while the last transaction was committing: the wait for the disk is shared, not skipped. No timers: a
 * message that comes alone is committed at once.
 * @returns the ids of the messages that were stored, once they are on disk; the others are retries
 */
export function shareCommit(deliveries: Delivery[]): Promise<Set<string>> {
  return new Promise((resolve, reject) => {
    waiting.push({ deliveries, resolve, reject });
    if (!committing) void commitAll();
  });
}

async function commitAll(): Promise<void> {
  committing = true;
  while (waiting.length > 0) await commitTogether(takeBatch());
  committing = false;
}

function takeBatch(): Waiting[] {
  const batch: Waiting[] = [];
  let bytes = 0;
  while (waiting[0] && batch.length < MAX_MESSAGES_A_COMMIT) {
    bytes += waiting[0].deliveries[0]?.source.bytes.length ?? 0;
    if (batch.length > 0 && bytes > MAX_BYTES_A_COMMIT) break;
    batch.push(...waiting.splice(0, 1));
  }
  return batch;
}

async function commitTogether(batch: Waiting[]): Promise<void> {
  try {
    const stored = await transaction((client) =>
      store(
        client,
        batch.flatMap((each) => each.deliveries),
      ),
    );
    for (const each of batch) each.resolve(stored);
  } catch (error) {
    // PostgreSQL refused what one of them says (or two machines met head-on): the others are not to pay for it.
    if (batch.length > 1 && error instanceof DatabaseError) {
      for (const each of batch) await commitTogether([each]);
    } else {
      for (const each of batch) each.reject(error);
    }
  }
}
