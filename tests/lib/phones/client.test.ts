import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openClient } from '#lib/phones/client.ts';
import { failureOf, providerError } from '#lib/phones/failure.ts';

// Shorter than in earnest; what is waited for is the end of it, not its length.
const TIMEOUT_MS = 200;

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve) ?? resolve(null));
});

test.each([
  ['says nothing', () => {}],
  [
    'stops in the middle of its answer',
    (answer) => {
      answer.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      answer.write('{"messages": [');
    },
  ],
  [
    'never comes to the end of it',
    (answer) => {
      answer.writeHead(200, { 'Content-Type': 'application/json' });
      const more = setInterval(() => answer.write(' '), TIMEOUT_MS / 10);
      answer.once('close', () => clearInterval(more));
    },
  ],
] satisfies [string, (answer: import('node:http').ServerResponse) => void][])(
  'a Twilio that %s is given up after a while, and nobody claims to know what it did',
  async (_how, behave) => {
    server = createServer((_request, answer) => behave(answer));
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const account = {
      accountSid: `AC${'1'.repeat(32)}`,
      authTokens: ['token'],
      apiUrl: `http://127.0.0.1:${port}`,
    };
    const client = openClient(account, TIMEOUT_MS);
    const error = await client.messages
      .create({ from: '+14155550100', to: '+447700900123', body: 'x' })
      .catch((error) => error);
    expect(error).toBeInstanceOf(Error);
    expect(failureOf(error)).toMatchObject({ kind: 'unknown' });
    expect(providerError(error)).toMatchObject({ code: 'unavailable' });
  },
);
