import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Credentials, newAccount, openAccount, type TwilioAccount } from '#bin/demo/twilio/account.ts';
import { type Answer, answerOf, Refusal } from '#bin/demo/twilio/answers.ts';

/** What goes wrong with a request: an answer instead of the right one, or the right one that does not arrive. */
export type Trouble =
  | { status: number; code?: number; message?: string; headers?: Record<string, string> }
  /** Done, and the connection breaks before the answer. */
  | 'answer lost'
  /** Done, and the connection breaks in the middle of the answer. */
  | 'half an answer'
  /** Not done: the connection breaks at once. */
  | 'no connection';

export type Exchange = {
  method: string;
  path: string;
  query: Record<string, string>;
  form: Record<string, string>;
  status: number;
  body: unknown;
};

export type TwilioServer = Awaited<ReturnType<typeof startTwilio>>;

/**
 * A server that answers as Twilio's REST API (version 2010-04-01) does, as far as Mailroom asks it, and sends signed
 * webhooks as Twilio does: for the demo and the tests. Nothing of it is Twilio's, and nothing is sent anywhere else.
 */
export async function startTwilio(credentials: Credentials) {
  const main = openAccount(credentials);
  const accounts = new Map([[credentials.sid, main]]);
  const exchanges: Exchange[] = [];
  const troubles: { path: RegExp; trouble: Trouble }[] = [];

  const server = createServer(async (request, response) => {
    const { asked, form } = await read(request);
    const trouble = takeTrouble(`${request.method} ${asked.pathname}`);
    if (trouble === 'no connection') return void response.destroy();
    const given = typeof trouble === 'object' ? refusal(trouble) : route(request, asked, form);
    exchanges.push({
      ...{
        method: request.method ?? '',
        path: asked.pathname,
        query: Object.fromEntries(asked.searchParams),
      },
      ...{ form, status: given.status, body: given.body },
    });
    send(response, given, trouble);
    if (typeof trouble !== 'object') given.next?.();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function route(request: IncomingMessage, asked: URL, form: Record<string, string>): Answer {
    return answerOf(() => {
      const asking = authenticated(request);
      const price = main.numbers.price(asked.pathname);
      if (price) return { status: 200, body: price };
      const [, sid = '', path = ''] =
        /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})(?:\/(.+?))?(?:\.json)?$/.exec(asked.pathname) ?? [];
      const about = accounts.get(sid);
      // A parent account has its subaccounts' resources, and no subaccount another's.
      if (!about || (about !== asking && asking !== main))
        throw new Refusal(404, 20404, 'The requested resource was not found');
      return about.answer(request.method ?? 'GET', path, asked, form);
    });
  }

  function authenticated({ headers }: IncomingMessage): TwilioAccount {
    const asking = [...accounts.values()].find(
      ({ account: { sid, token } }) =>
        headers.authorization === `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`,
    );
    if (!asking) throw new Refusal(401, 20003, 'Authenticate');
    return asking;
  }

  function takeTrouble(request: string): Trouble | undefined {
    const index = troubles.findIndex(({ path }) => path.test(request));
    return index < 0 ? undefined : troubles.splice(index, 1)[0]?.trouble;
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...main,
    exchanges,
    /** Once, to the next request whose method and path match. */
    trouble(path: RegExp, trouble: Trouble): void {
      troubles.push({ path, trouble });
    },
    /** Another account of the same parent. */
    subaccount(): TwilioAccount {
      const subaccount = openAccount(newAccount(), credentials.sid);
      accounts.set(subaccount.account.sid, subaccount);
      return subaccount;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<{ asked: URL; form: Record<string, string> }> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return {
    asked: new URL(request.url ?? '/', 'http://twilio'),
    form: Object.fromEntries(new URLSearchParams(body)),
  };
}

function refusal({ status, code = 20500, message = 'Trouble', headers }: Exclude<Trouble, string>): Answer {
  return {
    ...answerOf(() => {
      throw new Refusal(status, code, message);
    }),
    headers,
  };
}

function send(
  response: ServerResponse,
  { status, body, content, headers }: Answer,
  trouble: Trouble | undefined,
): void {
  if (trouble === 'answer lost') return void response.destroy();
  const text = content ?? Buffer.from(body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': text.length,
    ...headers,
  });
  if (trouble !== 'half an answer') return void response.end(text);
  response.write(text.subarray(0, text.length / 2), () => response.destroy());
}
