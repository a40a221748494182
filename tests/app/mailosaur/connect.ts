import type MailosaurClient from 'mailosaur';
import { afterAll, beforeAll } from 'vitest';
import { DELETE, GET, POST, PUT } from '#app/mailosaur/[[...path]]/route.ts';
import { SCOPES } from '#lib/access/actor.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { issueToken, type Served, serve } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { mailosaurClients } from '#tests/support/mailosaur.ts';

const HANDLERS = new Map(Object.entries({ DELETE, GET, POST, PUT }));

/** A workspace of its own for the test file, and Mailosaur's client at it. */
export function connectMailosaur() {
  useDatabase();
  let served: Served;
  const connected = {} as {
    workspace: TestWorkspace;
    client: MailosaurClient;
    clientOf: (apiKey: string) => MailosaurClient;
    /** The id of the workspace's one server. */
    server: string;
    /** Where it is without TLS. */
    url: string;
    /** How often a client has asked. */
    requests: number;
  };
  connected.requests = 0;

  beforeAll(async () => {
    served = await serve(async (request) => {
      connected.requests += 1;
      const handle = HANDLERS.get(request.method);
      return handle ? handle(request) : new Response(null, { status: 405 });
    });
    connected.url = served.url;
    connected.workspace = await makeWorkspace('inbox.example');
    connected.clientOf = await mailosaurClients(served.url);
    connected.client = connected.clientOf(await issueToken(connected.workspace, SCOPES));
    const { items = [] } = await connected.client.servers.list();
    connected.server = items[0]?.id ?? '';
  });
  afterAll(async () => {
    await served.close();
    await closeFeed();
  });

  return connected;
}
