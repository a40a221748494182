import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls';

/** One side of an SMTP conversation: says what a test wants, byte for byte, and reads reply by reply. */
export class Dialogue {
  private socket: Socket;
  private received = '';
  private wake = () => {};
  private ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.listen(socket);
  }

  /** Connects and reads the greeting. */
  static async open(port: number): Promise<Dialogue> {
    const dialogue = Dialogue.openSilently(port);
    await dialogue.reply();
    return dialogue;
  }

  /** @param localAddress whom to come from: on Linux, all of 127.0.0.0/8 is ours */
  static openSilently(port: number, localAddress?: string): Dialogue {
    // Without delay: what is written goes out at once, as the test has cut it.
    return new Dialogue(connectTcp({ port, host: '127.0.0.1', localAddress, noDelay: true }));
  }

  /** Past EHLO, ready for MAIL. */
  static async ready(port: number): Promise<Dialogue> {
    const dialogue = await Dialogue.open(port);
    await dialogue.say('EHLO client.example');
    return dialogue;
  }

  /** Sends a line and reads the reply to it. */
  async say(line: string): Promise<string> {
    this.write(`${line}\r\n`);
    return this.reply();
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** The next whole reply, its lines joined by a line feed; '' when the other side has hung up. */
  async reply(): Promise<string> {
    for (;;) {
      const reply = /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/.exec(this.received)?.[0];
      if (reply) {
        this.received = this.received.slice(reply.length);
        return reply.replaceAll('\r', '').trimEnd();
      }
      if (this.ended) return '';
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** MAIL, RCPT for each, DATA: to the 354. */
  async begin(from: string, ...to: string[]): Promise<string> {
    await this.say(`MAIL FROM:<${from}>`);
    for (const recipient of to) await this.say(`RCPT TO:<${recipient}>`);
    return this.say('DATA');
  }

  /** After the 220 of STARTTLS. */
  async startTls(options: ConnectionOptions = {}): Promise<void> {
    this.socket.removeAllListeners();
    const secure = connectTls({ socket: this.socket, rejectUnauthorized: false, ...options });
    await new Promise<void>((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
    });
    this.socket = secure;
    this.listen(secure);
  }

  /** SHA-256 of the certificate that the other side has shown. */
  get fingerprint(): string {
    return this.socket instanceof TLSSocket ? this.socket.getPeerCertificate().fingerprint256 : '';
  }

  /** The version of TLS that is spoken. */
  get protocol(): string | null {
    return this.socket instanceof TLSSocket ? this.socket.getProtocol() : null;
  }

  /** Says that nothing more will be said, and goes on listening. */
  finish(): void {
    this.socket.end();
  }

  close(): void {
    this.socket.destroy();
  }

  private listen(socket: Socket): void {
    socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      this.wake();
    });
    const end = () => {
      this.ended = true;
      this.wake();
    };
    socket.on('close', end);
    socket.on('error', end);
  }
}
