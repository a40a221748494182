import type { SMTPServerDataStream } from 'smtp-server';
import { Refusal } from '#inbound/smtp/replies.ts';

/** What all the connections of one receiver hold in memory together. */
export class Intake {
  private held = 0;
  private readonly limit: number;

  /** @param limit in bytes */
  constructor(limit: number) {
    this.limit = limit;
  }

  /**
   * Reads a mail to its end and hands it on; what it takes is given back when `work` is done. The stream is drained
   * even when the mail is refused: the sender listens only after its final dot.
   * @throws Refusal `overloaded`; Error when the sender goes away before the end
   */
  async take<T>(stream: SMTPServerDataStream, work: (source: Buffer | 'too-big') => Promise<T>): Promise<T> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let overloaded = false;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        if (stream.sizeExceeded || overloaded) {
          this.held -= bytes;
          bytes = 0;
          chunks.length = 0;
          continue;
        }
        chunks.push(chunk);
        bytes += chunk.length;
        this.held += chunk.length;
        overloaded = this.held > this.limit;
      }
      if (stream.sizeExceeded) return await work('too-big');
      if (overloaded) throw new Refusal('overloaded');
      return await work(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes));
    } finally {
      this.held -= bytes;
    }
  }
}
