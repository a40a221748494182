import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { SECRET } from '#tests/support/web-app.ts';

export type Received = { headers: IncomingHttpHeaders; body: string };

/** Webhooks go to this machine. At the head of the file, before anything reads the settings. */
export function allowPrivateTargets(): void {
  process.env.WEBHOOK_ALLOW_PRIVATE = 'true';
  process.env.MAILROOM_SECRET = SECRET;
}

/** A customer's server: keeps what it is sent, and answers 204 or what it is told to. */
export async function startReceiver() {
  const received: Received[] = [];
  let respond: (request: IncomingMessage, response: ServerResponse) => unknown = (_, response) =>
    response.writeHead(204).end();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    received.push({ headers: request.headers, body });
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    /** From now on. */
    answer(next: typeof respond) {
      respond = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a receiver reads after checking the signature. @throws WebhookVerificationError */
export function verify(secret: string, { headers, body }: Received) {
  return new Webhook(secret).verify(body, headers as Record<string, string>) as {
    type: string;
    timestamp: string;
    data: Record<string, unknown>;
  };
}
