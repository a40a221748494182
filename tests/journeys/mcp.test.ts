import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { expect, test } from 'vitest';
import { createToken } from '#lib/access/tokens.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { deliverMail } from '#tests/support/compose.ts';
import { openWebApp } from '#tests/support/open-web-app.ts';
import { soon } from '#tests/support/soon.ts';

const app = openWebApp();

const waits = async () => {
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  return Number(/^mailroom_waits (\d+)$/m.exec(metrics)?.[1]);
};

test('an assistant waits for a code and gets it, and its place is free when it goes away', async () => {
  const { workspaceId } = await setUp({
    workspace: 'Acme',
    owner: { email: 'ada@acme.example', password: 'correct horse battery' },
    domain: 'inbox.acme.example',
    address: 'brand@inbox.acme.example',
  });
  const operator = { kind: 'system', workspaceId, name: 'test' } as const;
  const { token } = await createToken(operator, { name: 'assistant', scopes: ['codes:read'] });
  const assistant = new Client({ name: 'assistant', version: '1' });
  await assistant.connect(
    new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`), {
      requestInit: { headers: { Authorization: `Bearer ${token}` } },
    }),
  );
  const wait = (service: string) =>
    assistant.callTool({
      name: 'wait_for_code',
      arguments: { address: 'brand@inbox.acme.example', service },
    });

  const waiting = wait('x');
  await soon(async () => expect(await waits()).toBe(1));
  await deliverMail(
    { from: 'info@x.com', subject: 'Your X confirmation code is 62v3cc5t', text: 'Your code is 62v3cc5t' },
    ['brand@inbox.acme.example'],
  );
  expect((await waiting).structuredContent).toMatchObject({ code: '62v3cc5t', service: 'x' });

  const given = wait('github').catch(() => 'gone');
  await soon(async () => expect(await waits()).toBe(1));
  await assistant.close();
  expect(await given).toBe('gone');
  await soon(async () => expect(await waits()).toBe(0));
});
