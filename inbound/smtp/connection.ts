import { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import { Refusal } from '#inbound/smtp/replies.ts';

/** smtp-server derives the enhanced code from the reply code alone; ours say more (RFC 3463, replies.ts). */
class Connection extends SMTPConnection {
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    // The library's own word for it while it closes, with 4.4.2, “bad connection”.
    const reply = code === 421 && data === 'Server shutting down' ? SHUTTING_DOWN.message : data;
    const enhanced = typeof reply === 'string' && /^[245]\.\d\.\d{1,2} /.test(reply);
    super.send(code, reply, enhanced ? false : context);
  }
}

const SHUTTING_DOWN = new Refusal('shutting-down');

/** smtp-server, with our connections, and an end that keeps its promises. */
export class Server extends SMTPServer {
  override connect(...[socket, options]: Parameters<SMTPServer['connect']>): void {
    const connection = new Connection(this, socket, options ?? {});
    this.connections.add(connection);
    connection.on('error', (error: Error) => this._onError(error));
    connection.init();
  }

  /**
   * Takes no new connection, tells those that wait for us (RFC 5321 section 3.8), lets the others finish the
   * mail they are sending, and resolves when all are gone, after `closeTimeout` at the latest.
   */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.close(resolve);
      for (const connection of this.connections) this.dismissIdle(connection);
    });
  }

  /** To be called when a mail has been answered: while draining, that ends its connection. */
  answered(sessionId: string): void {
    if (!this._closeTimeout) return;
    for (const connection of this.connections) {
      if (connection.session.id === sessionId) setImmediate(() => this.dismissIdle(connection));
    }
  }

  private dismissIdle(connection: SMTPConnection): void {
    if (!connection._dataStream) connection.send(SHUTTING_DOWN.responseCode, SHUTTING_DOWN.message);
  }
}
