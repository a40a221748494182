import { beforeAll, describe, expect, test } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { receiveTwilioMessage } from '#inbound/twilio/receive.ts';
import { database } from '#lib/database/client.ts';
import { connectMailosaur } from '#tests/app/mailosaur/connect.ts';
import { deliverMail } from '#tests/support/compose.ts';
import { makeAddress, storeMessage } from '#tests/support/fixtures.ts';
import { twilioForm } from '#tests/support/twilio.ts';

const mailosaur = connectMailosaur();

const LOGO = Buffer.from('89504e470d0a1a0a', 'hex');
beforeAll(async () => {
  await makeAddress(mailosaur.workspace, 'brand');
});

test('a whole mail has every field that Mailosaur documents', async () => {
  const { client, server } = mailosaur;
  const start = new Date(Date.now() - 1);
  const [id] = await deliverMail(
    {
      from: 'Jürgen Sender <sender@shop.example>',
      to: 'Brand Team <brand+signup@inbox.example>, other@elsewhere.example',
      cc: '"Copy, Carla" <carla@elsewhere.example>',
      subject: 'Welcome to the Shop',
      text: 'Your verification code is 654321.\n\nConfirm at https://shop.example/confirm?token=1.\nHelp: <https://shop.example/help>\n',
      html: `<div dir="ltr" data-testid="body"><p>Your verification code is <b>123 456</b>.</p>
        <a href="https://shop.example/confirm?a=1&amp;b=2">Confirm <i>your</i>
        address</a> <a href="https://shop.example/"><img src="cid:logo@shop" alt="The Shop"></a>
        <img src="https://shop.example/pixel.gif"></div>`,
      attachments: [
        { filename: 'logo.png', content: LOGO, contentType: 'image/png', cid: 'logo@shop' },
        { filename: 'terms – ü.txt', content: 'Terms', contentType: 'text/plain' },
      ],
    },
    ['brand+signup@inbox.example'],
  );
  const message = await client.messages.get(server, { sentTo: 'brand+signup@inbox.example' });

  expect(message).toMatchObject({
    id,
    type: 'Email',
    server,
    from: [{ name: 'Jürgen Sender', email: 'sender@shop.example' }],
    to: [
      { name: 'Brand Team', email: 'brand+signup@inbox.example' },
      { name: null, email: 'other@elsewhere.example' },
    ],
    cc: [{ name: 'Copy, Carla', email: 'carla@elsewhere.example' }],
    bcc: [],
    subject: 'Welcome to the Shop',
  });
  expect(message.received?.getTime()).toBeGreaterThan(start.getTime());

  // Untouched, so that a suite can look for what it wrote.
  expect(message.html?.body).toMatch(/^<div dir="ltr" data-testid="body">/);
  expect(message.html?.links).toEqual([
    { href: 'https://shop.example/confirm?a=1&b=2', text: 'Confirm your address' },
    { href: 'https://shop.example/', text: null },
  ]);
  expect(message.html?.images).toEqual([
    { src: 'cid:logo@shop', alt: 'The Shop' },
    { src: 'https://shop.example/pixel.gif', alt: null },
  ]);
  expect(message.html?.codes).toEqual([{ value: '123456' }]);

  expect(message.text?.body).toMatch(/^Your verification code is 654321\./);
  expect(message.text?.links).toEqual(
    ['https://shop.example/confirm?token=1', 'https://shop.example/help'].map((href) => ({
      href,
      text: href,
    })),
  );
  expect(message.text?.codes).toEqual([{ value: '654321' }]);

  expect(message.attachments).toMatchObject([
    { fileName: 'logo.png', contentType: 'image/png', length: LOGO.length, contentId: 'logo@shop' },
    { fileName: 'terms – ü.txt', contentType: 'text/plain', length: 5, contentId: null },
  ]);
  for (const { id, url } of message.attachments ?? [])
    expect(url).toBe(`http://localhost:3000/mailosaur/api/files/attachments/${id}`);

  expect(message.metadata).toMatchObject({
    ehlo: 'mx.sender.example',
    mailFrom: 'bounce@sender.example',
    rcptTo: [{ email: 'brand+signup@inbox.example' }],
  });
  const subject = message.metadata?.headers?.find(({ field }) => field === 'Subject');
  expect(subject?.value).toBe('Welcome to the Shop');
});

test('a code that stands in the subject only is found in the text and in the HTML', async () => {
  const { client, server } = mailosaur;
  await deliverMail(
    {
      from: 'info@x.com',
      to: 'brand+subject@inbox.example',
      subject: 'Your X confirmation code is 62v3cc5t',
      text: 'We noticed an attempt to log in. Was this you?',
      html: '<p>We noticed an attempt to log in. Was this you?</p>',
    },
    ['brand+subject@inbox.example'],
  );
  const message = await client.messages.get(server, { sentTo: 'brand+subject@inbox.example' });
  expect(message.text?.codes).toEqual([{ value: '62v3cc5t' }]);
  expect(message.html?.codes).toEqual([{ value: '62v3cc5t' }]);
});

test('a text has phones instead of addresses, and its code', async () => {
  const { client, server, workspace } = mailosaur;
  await database().managedAddress.create({
    data: { workspaceId: workspace.id, kind: 'phone', address: '+14155550100' },
  });
  const form = twilioForm({
    From: '+14155550199',
    Body: 'Your X confirmation code is 073532. https://x.com/go',
  });
  await deliver(receiveTwilioMessage(Buffer.from(new URLSearchParams(form).toString()), form));
  for (const criteria of [
    { sentTo: '+14155550100' },
    { sentFrom: '+14155550199' },
    { sentTo: '14155550100', sentFrom: '14155550199', body: '073532' },
  ]) {
    const message = await client.messages.get(server, criteria, { timeout: 1 });
    expect(message).toMatchObject({
      type: 'SMS',
      server,
      from: [{ phone: '+14155550199', email: null }],
      to: [{ phone: '+14155550100', email: null }],
      text: {
        body: form.Body,
        codes: [{ value: '073532' }],
        links: [{ href: 'https://x.com/go', text: 'https://x.com/go' }],
      },
      html: { body: null, codes: [], links: [], images: [] },
      attachments: [],
    });
  }
});

describe('a list', () => {
  test('is of the last hour unless a time is given, newest first, in pages', async () => {
    const { client, server, workspace } = mailosaur;
    const address = await makeAddress(workspace, 'paged');
    const now = Date.now();
    for (let i = 0; i < 5; i++)
      await storeMessage(address, { subject: `Paged ${i}`, receivedAt: new Date(now - i * 1_000) });
    await storeMessage(address, { subject: 'Old', receivedAt: new Date(now - 61 * 60_000) });
    const isMine = (subject?: string) => /^(?:Paged|Old)/.test(subject ?? '');
    const subjects = async (options: Parameters<typeof client.messages.list>[1]) =>
      ((await client.messages.list(server, options)).items ?? [])
        .map(({ subject }) => subject)
        .filter(isMine);

    expect(await subjects({})).toEqual(['Paged 0', 'Paged 1', 'Paged 2', 'Paged 3', 'Paged 4']);
    expect(await subjects({ receivedAfter: new Date(now - 2 * 3_600_000) })).toContain('Old');
    expect(await subjects({ receivedAfter: new Date(now - 2_500) })).toEqual([
      'Paged 0',
      'Paged 1',
      'Paged 2',
    ]);
    expect(await subjects({ receivedAfter: new Date(now + 60_000) })).toEqual([]);
    expect(await subjects({ dir: 'Sent' })).toEqual([]);
    expect(await subjects({ dir: 'Received' })).toHaveLength(5);

    const page = async (page: number) =>
      (await client.messages.search(server, { subject: 'Paged' }, { page, itemsPerPage: 2 })).items?.map(
        ({ subject }) => subject,
      );
    expect(await page(0)).toEqual(['Paged 0', 'Paged 1']);
    expect(await page(1)).toEqual(['Paged 2', 'Paged 3']);
    expect(await page(2)).toEqual(['Paged 4']);
    expect(await page(3)).toEqual([]);
  });

  test('has summaries with every field that Mailosaur documents', async () => {
    const { client, server } = mailosaur;
    await deliverMail(
      {
        from: 'Shop <shop@shop.example>',
        to: 'Brand <brand@inbox.example>',
        cc: 'carla@elsewhere.example',
        subject: 'Summary',
        text: 'A short text.',
        attachments: [{ filename: 'a.txt', content: 'a' }],
      },
      ['brand@inbox.example'],
    );
    const { items = [] } = await client.messages.search(server, { subject: 'Summary' });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      type: 'Email',
      server,
      from: [{ name: 'Shop', email: 'shop@shop.example' }],
      to: [{ name: 'Brand', email: 'brand@inbox.example' }],
      cc: [{ email: 'carla@elsewhere.example' }],
      bcc: [],
      subject: 'Summary',
      summary: 'A short text.',
      attachments: 1,
      received: expect.any(Date),
    });
  });
});

describe('files', () => {
  test('are the source, byte for byte, and each attachment by its id', async () => {
    const { client } = mailosaur;
    const [id = ''] = await deliverMail(
      {
        from: 'shop@shop.example',
        to: 'brand@inbox.example',
        subject: 'Files',
        text: 'Files',
        attachments: [{ filename: 'logo.png', content: LOGO, contentType: 'image/png' }],
      },
      ['brand@inbox.example'],
    );
    const { source } = await database().message.findUniqueOrThrow({
      where: { id },
      include: { source: true },
    });
    expect((await client.files.getEmail(id)).equals(Buffer.from(source.bytes))).toBe(true);
    const message = await client.messages.getById(id);
    expect((await client.files.getAttachment(message.attachments?.[0]?.id ?? '')).equals(LOGO)).toBe(true);
  });
});

describe('deletion', () => {
  test('takes one message, once', async () => {
    const { client } = mailosaur;
    const [id = ''] = await deliverMail({ from: 'a@b.example', subject: 'Gone', text: 'Gone' }, [
      'brand@inbox.example',
    ]);
    await client.messages.del(id);
    await expect(client.messages.del(id)).rejects.toMatchObject({
      errorType: 'invalid_request',
      httpStatusCode: 404,
    });
    await expect(client.messages.getById(id)).rejects.toMatchObject({ httpStatusCode: 404 });
  });

  test('takes all of a server, with their sources, and tells whose in the audit', async () => {
    const { client, server, workspace } = mailosaur;
    await deliverMail({ from: 'a@b.example', subject: 'Gone', text: 'Gone' }, ['brand@inbox.example']);
    await client.messages.deleteAll(server);
    expect((await client.messages.list(server)).items).toEqual([]);
    expect(await database().message.count({ where: { workspaceId: workspace.id } })).toBe(0);
    expect(await database().source.count({ where: { workspaceId: workspace.id } })).toBe(0);
    const entries = await database().auditEvent.findMany({ where: { action: 'message.deleted' } });
    expect(entries.map((entry) => entry.subjectName?.replace(/\d+\)/, 'n)'))).toContain(
      'brand@inbox.example (all n)',
    );
  });
});
