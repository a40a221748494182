import { parentPort, threadId } from 'node:worker_threads';
import { type Authenticate, authenticate } from '#inbound/email/authenticate.ts';
import { inOrder } from '#inbound/email/in-order.ts';
import { KnownSenders } from '#inbound/email/known-senders.ts';
import { type MailContent, readMail } from '#inbound/email/read.ts';
import type { MailSession } from '#inbound/email/receive.ts';
import { dnsResolver } from '#inbound/email/resolver.ts';
import type { Verdict } from '#lib/messages/authenticate.ts';

// What readers.ts has done on other threads, and the messages between them.

/** With a session, who sent the mail is judged too. */
export type Task = { source: Uint8Array; reads: boolean; session: MailSession | null };

/** `ticket`: of the verdict that is still being found, and follows as a `Late`. */
export type Done = { content: MailContent | null; ticket: string | null };

export type Late = { ticket: string } & ({ verdict: Verdict } | { error: unknown });

/** Longer mails take turns with all others. In bytes. */
const SHORT = 64 * 1024;
/**
 * Of a burst that is read all at once, all would be ready at its end only. While one of the two waits, the other goes on;
 * a short one takes a few milliseconds, and one that was made to take long is not waited for.
 */
const inTheirOrder = inOrder(2, 50);

const known = new KnownSenders();

export default handlingWith((source, session) =>
  authenticate(source, session, dnsResolver(), new Date(), known),
);

/** Nothing waits for DNS here: a verdict that is not there when the mail has been read follows by itself. */
export function handlingWith(judge: Authenticate): (task: Task) => Promise<Done> {
  return async ({ source, reads, session }) => {
    const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
    const judging = session && begin(judge(bytes, session));
    const content = reads ? await read(source) : null;
    const verdict = judging?.soFar();
    if (content && verdict) return { content: { ...content, verdict }, ticket: null };
    return { content, ticket: judging ? judging.sendLater() : null };
  };
}

function read(source: Uint8Array): Promise<MailContent> {
  return source.length > SHORT ? readMail(source) : inTheirOrder(() => readMail(source));
}

let tickets = 0;

function begin(found: Promise<Verdict>) {
  let verdict: Verdict | undefined;
  found.then(
    (answer) => {
      verdict = answer;
    },
    () => {},
  );
  return {
    soFar: () => verdict,
    sendLater() {
      tickets += 1;
      const ticket = `${threadId}.${tickets}`;
      const send = (late: Late) => parentPort?.postMessage(late);
      found.then(
        (verdict) => send({ ticket, verdict }),
        (error) => send({ ticket, error }),
      );
      return ticket;
    },
  };
}
