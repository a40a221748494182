import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createSecureContext, getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import MailosaurClient from 'mailosaur';
import { afterAll } from 'vitest';
import { selfSign } from '#inbound/smtp/self-signed.ts';

const HOST = 'mailroom.example';

/**
 * Mailosaur's official client as a suite has it, but for the two lines that name the key and the place. It speaks
 * https to port 443 only, so it is sent through a proxy, as in many a company, that ends TLS and leads to `url`.
 */
export async function mailosaurClients(url: string): Promise<(apiKey: string) => MailosaurClient> {
  const day = 86_400_000;
  const certificate = selfSign(HOST, new Date(Date.now() - day), new Date(Date.now() + day));
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert]);
  const secureContext = createSecureContext(certificate);
  const sockets = new Set<Socket>();
  const proxy = createServer().on('connect', (_, socket: Socket) => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    const secure = new TLSSocket(socket, { isServer: true, secureContext });
    const plain = connect(Number(new URL(url).port), new URL(url).hostname);
    for (const [from, to] of [
      [secure, plain],
      [plain, secure],
    ] as const) {
      from.pipe(to);
      // A client that goes away takes the other side with it.
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      sockets.add(from);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
  });
  const { port } = proxy.address() as AddressInfo;
  return (apiKey) => {
    process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
    try {
      return new MailosaurClient(apiKey, `https://${HOST}/mailosaur/`);
    } finally {
      delete process.env.HTTPS_PROXY;
    }
  };
}
