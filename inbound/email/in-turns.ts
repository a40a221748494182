import { Readable, type Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

const SLICE = 64 * 1024;
/** 25 MiB of an ordinary mail take two; what takes more was made to, of blanks or bare line ends. */
const MAX_SECONDS = 5;

/**
 * A mail for mailauth to read: slice by slice, so that other work gets its turn in between. A stream of Node's own
 * would hand it all over at a stretch, up to half a minute long for a hostile mail.
 * Fails with TooMuchWork when its reader has used the processor for longer.
 * @param maxSeconds of the processor
 */
export function inTurns(source: Buffer, maxSeconds = MAX_SECONDS): Readable {
  return new InTurns(source, maxSeconds);
}

export class TooMuchWork extends Error {
  override name = 'TooMuchWork';
}

class InTurns extends Readable {
  private readonly source: Buffer;
  private readonly maxSeconds: number;

  constructor(source: Buffer, maxSeconds: number) {
    super();
    this.source = source;
    this.maxSeconds = maxSeconds;
  }

  override pipe<Reader extends NodeJS.WritableStream>(reader: Reader): Reader {
    this.feed(reader as unknown as Writable).catch((error: Error) => this.destroy(error));
    return reader;
  }

  private async feed(reader: Writable): Promise<void> {
    if (this.source.length <= SLICE) {
      reader.end(this.source);
      return;
    }
    let used = 0;
    for (let at = 0; at < this.source.length; at += SLICE) {
      const before = processorSeconds();
      await write(reader, this.source.subarray(at, at + SLICE));
      used += processorSeconds() - before;
      if (used > this.maxSeconds) throw new TooMuchWork();
      await nextTurn();
    }
    reader.end();
  }
}

function write(reader: Writable, slice: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    reader.write(slice, (error) => (error ? reject(error) : resolve()));
  });
}

/** Of this thread: that the machine is busy is not the mail's fault. */
function processorSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}
