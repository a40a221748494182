import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { expect, test, vi } from 'vitest';
import { database } from '#lib/database/client.ts';
import { receiver } from '#tests/inbound/smtp/receiver.ts';
import { useDatabase } from '#tests/support/database.ts';
import { Dialogue } from '#tests/support/dialogue.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

useDatabase();

const stored = (addressId: string) =>
  database().message.findMany({
    where: { addressId },
    include: { source: true, codes: true, attachments: true },
  });

test('a mail is stored whole, with its code, before its 250', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  expect(await dialogue.begin('bounce@x.com', address.address)).toMatch(/^354 /);
  const mail =
    'From: X <info@x.com>\r\nSubject: Your X confirmation code is 62v3cc5t\r\n\r\n.a line with a dot\r\nbye\r\n';
  dialogue.write(mail.replace('\r\n.a', '\r\n..a'));
  expect(await dialogue.say('.')).toBe('250 2.0.0 Stored');
  const [message] = await stored(address.id);
  expect(Buffer.from(message?.source.bytes ?? []).toString()).toBe(mail);
  expect(message).toMatchObject({
    identity: `sha256:${createHash('sha256').update(mail).digest('hex')}`,
    subject: 'Your X confirmation code is 62v3cc5t',
    fromAddress: 'info@x.com',
    to: [address.address],
    envelopeFrom: 'bounce@x.com',
    remoteAddress: '127.0.0.1',
    heloName: 'client.example',
    codes: [{ code: '62v3cc5t' }],
    authenticatedAt: null,
  });
  expect(await dialogue.say('QUIT')).toMatch(/^221 2\.0\.0 /);
});

test('the extensions a sender relies on are offered, and nothing else', async () => {
  const { port } = await receiver();
  const dialogue = await Dialogue.open(port);
  expect((await dialogue.say('EHLO client.example')).split('\n')).toEqual([
    '250-inbox.example',
    '250-PIPELINING',
    '250-8BITMIME',
    '250-SMTPUTF8',
    '250-ENHANCEDSTATUSCODES',
    '250-STARTTLS',
    '250 SIZE 1048576',
  ]);
});

test('the same mail sent again is a success, and is not there twice', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  for (let time = 0; time < 2; time++) {
    const dialogue = await Dialogue.ready(port);
    await dialogue.begin('bounce@x.com', address.address);
    expect(await dialogue.say('Subject: once\r\n\r\n123456 is your X verification code\r\n.')).toBe(
      '250 2.0.0 Stored',
    );
  }
  expect(await stored(address.id)).toHaveLength(1);
});

test('case and plus-tag lead to the same address, and are kept as the sender wrote them', async () => {
  const { address, domain } = await createWorkspace();
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('bounce@x.com', `BRAND+Login@${domain}`);
  expect(await dialogue.say('Subject: tagged\r\n\r\nhi\r\n.')).toBe('250 2.0.0 Stored');
  expect(await stored(address.id)).toMatchObject([{ to: [`BRAND+Login@${domain}`] }]);
});

test('a mail to two addresses is one source and a message at each', async () => {
  const { addresses, workspace } = await createWorkspace(['one', 'two']);
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('', ...addresses.map(({ address }) => address));
  expect(await dialogue.say('Subject: both\r\n\r\nhi\r\n.')).toBe('250 2.0.0 Stored');
  expect(await database().source.count({ where: { workspaceId: workspace.id } })).toBe(1);
  for (const { id } of addresses) expect(await stored(id)).toHaveLength(1);
});

test('nodemailer sends over TLS, with an attachment and an international subject', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const client = createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
  });
  const sent = await client.sendMail({
    from: 'X <info@x.com>',
    to: address.address,
    subject: 'X doğrulama kodun 123456',
    text: 'merhaba',
    attachments: [{ filename: 'şart.pdf', content: Buffer.alloc(70_000), contentType: 'application/pdf' }],
  });
  expect(sent.response).toBe('250 2.0.0 Stored');
  expect(await stored(address.id)).toMatchObject([
    {
      subject: 'X doğrulama kodun 123456',
      text: expect.stringContaining('merhaba'),
      attachments: [{ filename: 'şart.pdf', contentType: 'application/pdf', size: 70_000 }],
    },
  ]);
  client.close();
});

test('a mail that is no mail is stored whole and shown as such', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const nested = Array.from(
    { length: 10_000 },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
  );
  const mails = [
    'no headers here, but 123456 is your X verification code\r\n',
    `Subject: nested\r\n${nested.join('')}\r\ntext\r\n`,
    Buffer.from('Subject: a\0b \xff\xfe\r\nX-\0: \0\r\n\r\n\0\xc3\x28 text\r\n', 'latin1'),
  ];
  const dialogue = await Dialogue.ready(port);
  for (const mail of mails) {
    await dialogue.begin('bounce@x.com', address.address);
    dialogue.write(mail);
    expect(await dialogue.say('.')).toBe('250 2.0.0 Stored');
  }
  const messages = await database().message.findMany({
    where: { addressId: address.id },
    include: { source: true },
    orderBy: { id: 'asc' },
  });
  expect(messages).toMatchObject([
    { text: expect.stringContaining('123456'), problem: expect.stringContaining('no headers') },
    { subject: 'nested', problem: expect.stringContaining('parts') },
    { subject: 'ab ÿþ', text: expect.stringContaining('text'), problem: null },
  ]);
  expect(messages.map(({ source }) => Buffer.from(source.bytes))).toEqual(
    mails.map((mail) => Buffer.from(mail)),
  );
});

test.each([
  'user.@docomo.example',
  'a..b@ezweb.example',
  'bounce@mail_gw.example',
  '"john.smith"@b.example',
  `${'prvs='.repeat(40)}@b.example`,
])('a mail whose envelope sender is %s, which is no address, is taken all the same', async (sender) => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  expect(await dialogue.begin(sender, address.address)).toMatch(/^354 /);
  expect(await dialogue.say(`Subject: 482913 is your code\r\n\r\nhi\r\n.`)).toBe('250 2.0.0 Stored');
  expect((await stored(address.id))[0]).toMatchObject({ envelopeFrom: sender });
});

test('what cannot be read as an address at all is refused, and the log says so', async () => {
  const log = vi.fn();
  const { port } = await receiver({ log });
  const dialogue = await Dialogue.ready(port);
  expect(await dialogue.say('MAIL FROM:<"john smith"@b.example>')).toMatch(/^501 5\.1\.7 /);
  expect(log).toHaveBeenCalledWith('refused', { reason: 'syntax', remote: '127.0.0.1' });
});
