import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A network between the product and its database, with the faults that networks have. */
export class TcpProxy {
  /** The database's URL by way of the proxy. */
  readonly url: string;
  private readonly target: URL;
  private readonly port: number;
  private server: Server;
  private sockets = new Set<Socket>();
  private stalled = false;

  private constructor(target: URL, server: Server) {
    this.target = target;
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    const url = new URL(target);
    url.host = `127.0.0.1:${this.port}`;
    this.url = url.href;
    server.on('connection', (socket) => this.join(socket));
  }

  static async start(targetUrl: string): Promise<TcpProxy> {
    return new TcpProxy(new URL(targetUrl), await listen(0));
  }

  /** Connections break, and none can be made. */
  async cut(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, 'close');
  }

  async mend(): Promise<void> {
    this.server = await listen(this.port);
    this.server.on('connection', (socket) => this.join(socket));
  }

  /** Connections stay, and new ones can be made, but nothing gets through any more. */
  stall(): void {
    this.stalled = true;
    for (const socket of this.sockets) socket.pause();
  }

  resume(): void {
    this.stalled = false;
    for (const socket of this.sockets) socket.resume();
  }

  private join(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => {});
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.stalled) from.pause();
    }
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer({ noDelay: true }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
