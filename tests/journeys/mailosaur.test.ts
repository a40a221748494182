import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { createToken } from '#lib/access/tokens.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { receiver } from '#tests/inbound/smtp/receiver.ts';
import { mailosaurClients } from '#tests/support/mailosaur.ts';
import { openWebApp } from '#tests/support/open-web-app.ts';

const app = openWebApp();

test('a suite written for Mailosaur waits for a mail that comes over SMTP, and signs up with its code', async () => {
  const { workspaceId } = await setUp({
    workspace: 'Acme',
    owner: { email: 'ada@acme.example', password: 'correct horse battery' },
    domain: 'inbox.acme.example',
    address: 'ci@inbox.acme.example',
  });
  const operator = { kind: 'system', workspaceId, name: 'test' } as const;
  const { token } = await createToken(operator, { name: 'CI', scopes: ['messages:read', 'messages:write'] });

  const mailosaur = (await mailosaurClients(app.url))(token);
  const { items = [] } = await mailosaur.servers.list();
  const serverId = items[0]?.id ?? '';
  const sentTo = 'ci+signup-1@inbox.acme.example';
  const waiting = mailosaur.messages.get(serverId, { sentTo, subject: 'welcome' });

  const { port } = await receiver();
  const logo = Buffer.from('89504e470d0a1a0a', 'hex');
  await createTransport({
    host: '127.0.0.1',
    port,
    name: 'mx.shop.example',
    tls: { rejectUnauthorized: false },
  }).sendMail({
    from: 'Shop <hello@shop.example>',
    to: sentTo,
    subject: 'Welcome to the Shop',
    text: 'Your verification code is 482913.',
    html: '<p>Your verification code is <b>482913</b>. <a href="https://shop.example/confirm?t=1">Confirm</a></p>',
    attachments: [{ filename: 'logo.png', content: logo }],
  });

  const message = await waiting;
  expect(message.html?.codes).toEqual([{ value: '482913' }]);
  expect(message.html?.links).toEqual([{ href: 'https://shop.example/confirm?t=1', text: 'Confirm' }]);
  expect(message.to).toMatchObject([{ email: sentTo }]);
  expect(message.metadata?.ehlo).toBe('mx.shop.example');
  expect((await mailosaur.files.getAttachment(message.attachments?.[0]?.id ?? '')).equals(logo)).toBe(true);
  expect((await mailosaur.files.getEmail(message.id ?? '')).toString()).toContain(
    'Subject: Welcome to the Shop',
  );

  await mailosaur.messages.del(message.id ?? '');
  expect((await mailosaur.messages.list(serverId)).items).toEqual([]);
  await expect(mailosaur.messages.create(serverId, { to: 'a@b.example' })).rejects.toMatchObject({
    httpStatusCode: 400,
  });
});
