import { expect, test } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createWorkspace, first, receivedMessage } from '#tests/support/workspace.ts';

useDatabase();

test('a message is stored with its source, code, link, attachment and event, and found by its words', async () => {
  const { address, workspace } = await createWorkspace();
  const message = receivedMessage({
    recipients: [`Brand+login@${address.address.split('@')[1]}`],
    attachments: [{ filename: 'terms.pdf', contentType: 'application/pdf', size: 12 }],
    html: '<a href="https://x.com/i/flow/confirm?token=abc">Confirm your email</a>',
  });
  const outcome = first(await deliver(message));
  expect(outcome.result).toBe('stored');
  const stored = await database().message.findFirstOrThrow({
    where: { addressId: address.id },
    include: { source: true, codes: true, links: true, attachments: true },
  });
  expect(Buffer.from(stored.source.bytes).equals(message.source.bytes)).toBe(true);
  expect(stored).toMatchObject({
    workspaceId: workspace.id,
    to: message.recipients,
    service: 'x',
    subject: message.subject,
  });
  expect(stored.codes).toMatchObject([
    { code: message.subject?.slice(0, 6), rank: 0, series: 'x', addressId: address.id },
  ]);
  expect(stored.codes[0]?.receivedAt).toEqual(stored.receivedAt);
  expect(stored.attachments).toMatchObject([{ index: 0, filename: 'terms.pdf' }]);
  expect(stored.links).toHaveLength(1);
  const events = await database().feedEvent.findMany({
    where: { messageId: stored.id },
    orderBy: { id: 'asc' },
  });
  expect(events.map((event) => event.kind)).toEqual(['message.received', 'code.received']);
  const found = await pool().query(
    "SELECT id FROM message WHERE search @@ plainto_tsquery('simple', 'confirm address')",
  );
  expect(found.rows).toEqual([{ id: stored.id }]);
});

test('a message to several addresses of a workspace is one source and a message for each', async () => {
  const { addresses, workspace } = await createWorkspace(['a', 'b']);
  const outcomes = await deliver(
    receivedMessage({ recipients: addresses.map((address) => address.address) }),
  );
  expect(outcomes.map((outcome) => outcome.result)).toEqual(['stored', 'stored']);
  expect(await database().source.count({ where: { workspaceId: workspace.id } })).toBe(1);
  expect(await database().message.count({ where: { workspaceId: workspace.id } })).toBe(2);
});

test('two tags of one address are one message', async () => {
  const { address, domain } = await createWorkspace();
  const outcomes = await deliver(receivedMessage({ recipients: [`brand+a@${domain}`, `BRAND+b@${domain}`] }));
  expect(outcomes.map((outcome) => outcome.result)).toEqual(['stored', 'stored']);
  const stored = await database().message.findMany({ where: { addressId: address.id } });
  expect(stored.map((message) => message.to)).toEqual([[`brand+a@${domain}`, `BRAND+b@${domain}`]]);
});

test('a retry is a duplicate and changes nothing', async () => {
  const { address } = await createWorkspace();
  const message = receivedMessage({ recipients: [address.address] });
  await deliver(message);
  expect(await deliver(message)).toEqual([{ recipient: address.address, result: 'duplicate' }]);
  expect(await database().message.count({ where: { addressId: address.id } })).toBe(1);
  expect(await database().code.count({ where: { addressId: address.id } })).toBe(1);
});

test('a retry after a partial failure stores what is missing and nothing twice', async () => {
  const { addresses, workspace } = await createWorkspace(['a', 'b']);
  const message = receivedMessage({ recipients: [first(addresses).address] });
  await deliver(message);
  const outcomes = await deliver({ ...message, recipients: addresses.map((address) => address.address) });
  expect(outcomes.map((outcome) => outcome.result)).toEqual(['duplicate', 'stored']);
  expect(await database().message.count({ where: { workspaceId: workspace.id } })).toBe(2);
});

test('many deliveries of one message at once store it once', async () => {
  const { address } = await createWorkspace();
  const message = receivedMessage({ recipients: [address.address] });
  const outcomes = (await Promise.all(Array.from({ length: 20 }, () => deliver(message)))).flat();
  expect(await database().message.count({ where: { addressId: address.id } })).toBe(1);
  // In one commit all of them see it stored; a later one sees that it stands there already.
  expect(outcomes.every((outcome) => outcome.result !== 'unknown')).toBe(true);
});

test('recipients that are not managed are told apart from those that are', async () => {
  const { address, domain } = await createWorkspace();
  const outcomes = await deliver(
    receivedMessage({ recipients: [`nobody@${domain}`, address.address, 'not an address'] }),
  );
  expect(outcomes.map((outcome) => outcome.result)).toEqual(['unknown', 'stored', 'unknown']);
});

test('NUL and half surrogate pairs are stored without, and do not stop the mails beside them', async () => {
  const { address } = await createWorkspace();
  const odd = receivedMessage({ recipients: [address.address], subject: 'a\0b', text: 'c\ud800d \\u0000' });
  await Promise.all([deliver(odd), deliver(receivedMessage({ recipients: [address.address] }))]);
  const stored = await database().message.findFirstOrThrow({
    where: { addressId: address.id, identity: odd.identity },
  });
  expect(stored).toMatchObject({ subject: 'ab', text: 'c\ufffdd \\u0000' });
});

test('what the database refuses fails alone, not the mails that share its commit', async () => {
  const { address } = await createWorkspace();
  const good = Array.from({ length: 5 }, () => receivedMessage({ recipients: [address.address] }));
  const bad = receivedMessage({ recipients: [address.address], sentAt: new Date('+275760-09-13T00:00:00Z') });
  const results = await Promise.allSettled([...good.slice(0, 3), bad, ...good.slice(3)].map(deliver));
  expect(results.map((result) => result.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
  expect(await database().message.count({ where: { addressId: address.id } })).toBe(5);
});

test('a newer code of a service supersedes the older one, another service supersedes nothing', async () => {
  const { address } = await createWorkspace();
  const recipients = [address.address];
  await deliver(receivedMessage({ recipients }));
  await deliver(
    receivedMessage({
      recipients,
      from: { address: 'noreply@github.com', name: null },
      subject: 'GitHub: your code is 483920',
      text: 'Your GitHub verification code is 483920',
    }),
  );
  expect(await states(address.id)).toEqual(['usable', 'usable']);
  await deliver(receivedMessage({ recipients }));
  expect(await states(address.id)).toEqual(['superseded', 'usable', 'usable']);
});

test('an unproven code does not supersede a proven one', async () => {
  const { address } = await createWorkspace();
  await deliver(receivedMessage({ recipients: [address.address] }));
  await database().code.updateMany({ where: { addressId: address.id }, data: { provenDomain: 'x.com' } });
  await deliver(receivedMessage({ recipients: [address.address] }));
  expect(await states(address.id)).toEqual(['usable', 'usable']);
});

async function states(addressId: string): Promise<string[]> {
  const { rows } = await pool().query<{ state: string }>(
    'SELECT state FROM code_state WHERE address_id = $1 ORDER BY received_at, message_id',
    [addressId],
  );
  return rows.map((row) => row.state);
}
