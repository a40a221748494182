import type { SearchCriteria } from 'mailosaur/models';
import { beforeAll, describe, expect, test } from 'vitest';
import { countWaits } from '#lib/codes/wait.ts';
import { connectMailosaur } from '#tests/app/mailosaur/connect.ts';
import { deliverMail } from '#tests/support/compose.ts';
import { makeAddress } from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';

const mailosaur = connectMailosaur();

beforeAll(async () => {
  for (const local of ['ann', 'bob']) await makeAddress(mailosaur.workspace, local);
  await deliverMail(
    {
      from: 'Shop <shop@one.example>',
      to: 'ann+1@inbox.example',
      subject: 'Welcome, Ann 100%',
      text: 'Hello Ann',
      html: '<p>Hello <b>from the HTML</b></p>',
    },
    ['ann+1@inbox.example'],
  );
  await deliverMail(
    {
      from: 'Shop <shop@one.example>',
      to: 'Bob <bob@inbox.example>',
      cc: 'list@elsewhere.example',
      subject: 'Welcome, Bob …',
      text: 'Hello Bob',
    },
    ['bob@inbox.example'],
  );
  await deliverMail({ from: 'Bank <bank@two.example>', subject: 'Statement', text: 'Dear Bob' }, [
    'bob@inbox.example',
  ]);
});

async function subjects(criteria: SearchCriteria): Promise<(string | undefined)[]> {
  const { items = [] } = await mailosaur.client.messages.search(mailosaur.server, criteria);
  return items.map(({ subject }) => subject).sort();
}

test.each<[string, SearchCriteria, string[]]>([
  ['the whole sender', { sentFrom: 'shop@one.example' }, ['Welcome, Ann 100%', 'Welcome, Bob …']],
  ['the sender in any case', { sentFrom: 'SHOP@One.Example' }, ['Welcome, Ann 100%', 'Welcome, Bob …']],
  ['no part of a sender', { sentFrom: 'hop@one.example' }, []],
  ['the whole recipient, with its tag', { sentTo: 'Ann+1@inbox.example' }, ['Welcome, Ann 100%']],
  ['no recipient without the tag it was sent to', { sentTo: 'ann@inbox.example' }, []],
  [
    'a recipient of the envelope that no header names',
    { sentTo: 'bob@inbox.example', subject: 'Statement' },
    ['Statement'],
  ],
  ['who is named in Cc', { sentTo: 'list@elsewhere.example' }, ['Welcome, Bob …']],
  ['no part of who is named in Cc', { sentTo: 'ist@elsewhere.example' }, []],
  ['a part of the subject in any case', { subject: 'WELCOME' }, ['Welcome, Ann 100%', 'Welcome, Bob …']],
  ['a subject with the signs of patterns', { subject: '100%' }, ['Welcome, Ann 100%']],
  ['a subject beyond ASCII', { subject: 'Bob …' }, ['Welcome, Bob …']],
  ['a subject that is not there', { subject: 'emoji 👨🏿🚒' }, []],
  ['a part of the text', { body: 'dear bob' }, ['Statement']],
  ['a part of the HTML', { body: '<b>from the HTML' }, ['Welcome, Ann 100%']],
  ['all criteria', { sentFrom: 'shop@one.example', body: 'Bob', match: 'ALL' }, ['Welcome, Bob …']],
  ['all criteria by default', { sentFrom: 'bank@two.example', subject: 'Welcome' }, []],
  [
    'any of the criteria',
    { sentFrom: 'bank@two.example', subject: 'Ann', match: 'ANY' },
    ['Statement', 'Welcome, Ann 100%'],
  ],
  [
    'any of all four',
    {
      sentFrom: 'no@no.example',
      sentTo: 'bob@inbox.example',
      subject: 'nothing',
      body: 'Hello Ann',
      match: 'ANY',
    },
    ['Statement', 'Welcome, Ann 100%', 'Welcome, Bob …'],
  ],
])('a search finds %s', async (_, criteria, expected) => {
  expect(await subjects(criteria)).toEqual(expected);
});

describe('what is wrong with a search is told', () => {
  test.each<[SearchCriteria, RegExp]>([
    [{}, /must name sentFrom, sentTo, subject or body/],
    [{ sentFrom: '', subject: '' }, /must name/],
    [{ sentFrom: '.not_an_email_address' }, /^\(sentFrom\) sentFrom must be a whole email address/],
    [{ sentTo: 'Bob <bob@inbox.example>' }, /^\(sentTo\)/],
    [{ subject: 'x', match: 'SOME' as 'ANY' }, /^\(match\) match must be ALL or ANY/],
    [{ subject: 'a\0b' }, /^\(subject\)/],
  ])('%j', async (criteria, message) => {
    await expect(subjects(criteria)).rejects.toMatchObject({
      message: expect.stringMatching(message),
      errorType: 'invalid_request',
      httpStatusCode: 400,
      httpResponseBody: expect.stringMatching(/^\{"type":"invalid_request"/),
    });
  });

  test('with its page, its size and its time', async () => {
    const { client, server } = mailosaur;
    for (const [options, field] of [
      [{ itemsPerPage: 1_001 }, 'itemsPerPage'],
      [{ page: -1 }, 'page'],
      [{ receivedAfter: 'noon' as unknown as Date }, 'receivedAfter'],
      [{ dir: 'Sideways' }, 'dir'],
    ] as const)
      await expect(client.messages.search(server, { subject: 'x' }, options)).rejects.toMatchObject({
        message: expect.stringMatching(`^\\(${field}\\)`),
      });
  });

  test('with its server', async () => {
    const { client } = mailosaur;
    await expect(client.messages.list('abcdefgh')).rejects.toMatchObject({ httpStatusCode: 404 });
    await expect(client.messages.search('', { subject: 'x' })).rejects.toMatchObject({
      message: /^\(server\)/,
    });
  });
});

describe('waiting', () => {
  test('is over the moment the message is stored', async () => {
    const { client, server } = mailosaur;
    const waiting = client.messages.get(server, { sentTo: 'ann+wait@inbox.example' }, { timeout: 20_000 });
    await soon(() => expect(countWaits()).toBe(1));
    await deliverMail({ from: 'a@b.example', subject: 'At last', text: 'Code 123456' }, [
      'ann+wait@inbox.example',
    ]);
    expect((await waiting).subject).toBe('At last');
    expect(countWaits()).toBe(0);
  });

  test('goes on over several requests, and takes the newest message that matches', async () => {
    const { client, server } = mailosaur;
    const before = mailosaur.requests;
    const waiting = client.messages.get(server, { subject: 'Second' }, { timeout: 20_000 });
    await soon(() => expect(mailosaur.requests).toBe(before + 2));
    await deliverMail({ from: 'a@b.example', subject: 'First', text: 'no' }, ['ann@inbox.example']);
    await deliverMail({ from: 'a@b.example', subject: 'Second', text: 'yes' }, ['bob@inbox.example']);
    expect((await waiting).subject).toBe('Second');
  });

  test('also for a mail to an address that was made meanwhile', async () => {
    const { client, server, workspace } = mailosaur;
    const waiting = client.messages.get(server, { sentTo: 'late@inbox.example' }, { timeout: 20_000 });
    await soon(() => expect(countWaits()).toBe(1));
    await makeAddress(workspace, 'late');
    await deliverMail({ from: 'a@b.example', subject: 'Late', text: 'yes' }, ['late@inbox.example']);
    expect((await waiting).subject).toBe('Late');
  });

  test('ends with Mailosaur’s own error when nothing comes, and without one when that is asked for', async () => {
    const { client, server } = mailosaur;
    const criteria = { sentTo: 'nobody@inbox.example' };
    await expect(client.messages.get(server, criteria, { timeout: 10 })).rejects.toMatchObject({
      errorType: 'search_timeout',
    });
    await expect(client.messages.search(server, criteria, { timeout: 1 })).rejects.toMatchObject({
      errorType: 'search_timeout',
    });
    await expect(
      client.messages.get(server, criteria, { timeout: 10, errorOnTimeout: false }),
    ).rejects.toMatchObject({ errorType: 'no_messages_found' });
    expect(
      (await client.messages.search(server, criteria, { timeout: 1, errorOnTimeout: false })).items,
    ).toEqual([]);
  });

  test('a search without a timeout is answered at once, and nothing waits for it', async () => {
    const { client, server } = mailosaur;
    expect((await client.messages.search(server, { subject: 'never' })).items).toEqual([]);
    expect(countWaits()).toBe(0);
  });

  test('a message from before the time that is given does not count', async () => {
    const { client, server } = mailosaur;
    await deliverMail({ from: 'a@b.example', subject: 'Repeated', text: 'old' }, ['ann@inbox.example']);
    const receivedAfter = new Date();
    const waiting = client.messages.get(server, { subject: 'Repeated' }, { receivedAfter, timeout: 20_000 });
    await soon(() => expect(countWaits()).toBe(1));
    await deliverMail({ from: 'a@b.example', subject: 'Repeated', text: 'new' }, ['ann@inbox.example']);
    expect((await waiting).text?.body?.trim()).toBe('new');
  });
});
