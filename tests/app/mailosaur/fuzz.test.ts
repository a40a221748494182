import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DELETE, GET, POST, PUT } from '#app/mailosaur/[[...path]]/route.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, storeMessage } from '#tests/support/fixtures.ts';

useDatabase();

let authorization: string;
let messageId: string;
beforeAll(async () => {
  const workspace = await makeWorkspace('abcd1234.example');
  const token = await issueToken(workspace);
  authorization = `Basic ${Buffer.from(`${token}:`).toString('base64')}`;
  messageId = (await storeMessage(await makeAddress(workspace, 'brand'), { code: '123456' })).messageId;
});
afterAll(closeFeed);

const odd = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'null',
    '%',
    "'",
    '\\',
    '\0',
    '\u{d800}',
    '🙂',
  ),
  fc.constantFrom(
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '+275760-09-13',
    'x'.repeat(5_000),
    'a@b',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const path = fc.constantFrom(
  ...[
    'servers',
    'servers/$',
    'servers/$/password',
    'messages',
    'messages/search',
    'messages/$',
    'messages/$/forward',
  ],
  ...['files/email/$', 'files/attachments/$', 'files/attachments/$-0', 'analysis/spam/$', 'usage/limits'],
  ...['devices', 'devices/otp', 'devices/$/otp', 'nonsense', '$'],
);
const query = fc.dictionary(fc.constantFrom('page', 'itemsPerPage', 'receivedAfter', 'dir', 'server'), odd);
const body = fc.oneof(
  fc.json(),
  odd,
  fc
    .dictionary(
      fc.constantFrom('sentFrom', 'sentTo', 'subject', 'body', 'match', 'name', 'sharedSecret'),
      odd,
    )
    .map((fields) => JSON.stringify(fields)),
);

test('whatever a client sends, the answer is never 500, and a refusal says why', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.entries({ GET, POST, PUT, DELETE })),
      path,
      query,
      body,
      odd,
      fc.boolean(),
      async ([method, handle], path, query, body, id, isReal) => {
        const named = path.replace('$', encodeURIComponent(isReal ? messageId : id.toWellFormed()) || 'x');
        const parameters = new URLSearchParams(isReal ? { ...query, server: 'abcd1234' } : query);
        const answer = await handle(
          new Request(`http://localhost:3000/mailosaur/api/${named}?${parameters}`, {
            method,
            headers: { Authorization: authorization },
            ...(method !== 'GET' && { body }),
          }),
        );
        expect(answer.status, `${method} ${named}?${parameters} ${body}`).toBeLessThan(500);
        if (answer.status < 400) return;
        expect(await answer.json()).toMatchObject({ type: expect.any(String), message: expect.any(String) });
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);
