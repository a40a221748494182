import type { SMTPServerDataStream } from 'smtp-server';
import { Refusal } from '#inbound/smtp/replies.ts';

/** What a mail takes besides its bytes while it waits to be stored: measured at 27 KiB for one of 2 KiB. */
const OVERHEAD = 32 * 1024;
/** Of the limit: one network's mails are not to keep out those of all others. */
const SHARE = 1 / 2;

/** A mail in memory. What it takes is given back by `release`, when nobody needs it any more. */
export type Held = { source: Buffer | 'too-big'; release: () => void };

/** What all the connections of one receiver hold in memory together. */
export class Intake {
  private readonly limit: number;
  private total = 0;
  private readonly byNetwork = new Map<string, number>();

  /** @param limit in bytes */
  constructor(limit: number) {
    this.limit = limit;
  }

  /** Whether a mail of this network would be refused. */
  isFull(network: string): boolean {
    return !this.fits(network, OVERHEAD);
  }

  /**
   * Reads a mail to its end. The stream is drained even when the mail is refused: the sender listens only after
   * its final dot.
   * @throws Refusal `overloaded`; Error when the sender goes away before the end
   */
  async read(stream: SMTPServerDataStream, network: string): Promise<Held> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let held = 0;
    const hold = (more: number) => {
      held += more;
      this.add(network, more);
    };
    const release = () => hold(-held);
    let overloaded = this.isFull(network);
    if (!overloaded) hold(OVERHEAD);
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        overloaded ||= !this.fits(network, chunk.length);
        if (stream.sizeExceeded || overloaded) {
          chunks.length = 0;
          release();
          continue;
        }
        chunks.push(chunk);
        bytes += chunk.length;
        hold(chunk.length);
      }
      if (overloaded && !stream.sizeExceeded) throw new Refusal('overloaded');
    } catch (error) {
      release();
      throw error;
    }
    if (stream.sizeExceeded) return { source: 'too-big', release };
    return { source: joined(chunks, bytes), release };
  }

  private fits(network: string, more: number): boolean {
    return this.total + more <= this.limit && this.of(network) + more <= this.limit * SHARE;
  }

  private of(network: string): number {
    return this.byNetwork.get(network) ?? 0;
  }

  private add(network: string, bytes: number): void {
    this.total += bytes;
    const held = this.of(network) + bytes;
    if (held > 0) this.byNetwork.set(network, held);
    else this.byNetwork.delete(network);
  }
}

/** In memory that a reading thread shares: a mail of a megabyte would be copied to it, and both copies collected. */
function joined(chunks: Buffer[], bytes: number): Buffer {
  const whole = Buffer.from(new SharedArrayBuffer(bytes));
  let end = 0;
  for (const chunk of chunks) {
    whole.set(chunk, end);
    end += chunk.length;
  }
  return whole;
}
