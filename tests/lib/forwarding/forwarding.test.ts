import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import type { Runner } from '#lib/feed/runner.ts';
import { allowDestination, disallowDestination, listDestinations } from '#lib/forwarding/destinations.ts';
import {
  forwardMessage,
  listAllForwards,
  listForwards,
  recipientsOf,
  sendAgain,
} from '#lib/forwarding/forward.ts';
import { createRule, deleteRule, listRules } from '#lib/forwarding/rules.ts';
import { startForwarding } from '#lib/forwarding/sender.ts';
import { deliverMail } from '#tests/support/compose.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeToken,
  makeWorkspace,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { startRelay, type TestRelay, useRelay } from '#tests/support/relay.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

const DESK = 'desk@partner.example';
const INVOICE = { from: 'Ann <ann@shop.example>', subject: 'An invoice', text: 'See you.' };
const CODE = {
  from: 'X <info@x.com>',
  subject: 'Your X confirmation code is 62v3cc5t',
  text: 'Enter 62v3cc5t on X.',
};

let workspace: TestWorkspace;
let brand: Awaited<ReturnType<typeof makeAddress>>;
let owner: MemberActor;
let stranger: MemberActor;
let relay: TestRelay;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  brand = await makeAddress(workspace, 'brand');
  owner = await makeMember(workspace, 'owner');
  stranger = await makeMember(workspace, 'member');
});

/** What a sender could not do at all would be in the log, and fails the test. */
const said: string[] = [];
let runner: Runner;
beforeEach(async () => {
  await database().forward.deleteMany();
  await database().forwardRule.deleteMany();
  relay = await startRelay();
  useRelay(relay.url);
  await allowDestination(owner, DESK);
  runner = startForwarding((because) => said.push(because));
});
afterEach(async () => {
  await runner.stop();
  await relay.stop();
  expect(said.splice(0)).toEqual([]);
});
afterAll(closeFeed);

async function receive(
  mail: Parameters<typeof deliverMail>[0],
  mailFrom = 'bounce@shop.example',
): Promise<string> {
  const [id = ''] = await deliverMail(mail, [brand.address], { mailFrom });
  return id;
}

const statusOf = async (messageId: string) =>
  (await listForwards(owner, messageId)).data.map(({ status, to, error }) => ({ status, to, error }));
const actions = async () =>
  (await database().auditEvent.findMany({ orderBy: { id: 'asc' } })).map(
    ({ actorName, action, subjectName }) => `${actorName}: ${action} ${subjectName}`,
  );

test('a message is forwarded by hand, whole, from Mailroom’s own sender, and it is recorded', async () => {
  const id = await receive(CODE);
  expect((await recipientsOf(owner, id)).map(({ to }) => to)).toContain(DESK);
  expect(await forwardMessage(owner, id, ' Desk@Partner.example')).toMatchObject({
    status: 'pending',
    to: DESK,
  });
  await soon(async () => expect(await statusOf(id)).toEqual([{ status: 'sent', to: DESK, error: null }]));
  const { envelope, parsed, source } = relay.only();
  expect(envelope).toEqual({ from: 'mailroom@mail.acme.example', to: [DESK] });
  expect(parsed.from?.text).toBe('"Acme (Mailroom)" <mailroom@mail.acme.example>');
  expect(parsed.subject).toBe(`Fwd: ${CODE.subject}`);
  expect(parsed.text).toContain('Code: 62v3cc5t (x)');
  expect(parsed.text).toContain('Not proven: anyone could have sent this.');
  expect(parsed.headers.get('x-mailroom-forwarded')).toBe(brand.address);
  expect(parsed.headers.has('auto-submitted')).toBe(false);
  const original = await database().source.findFirstOrThrow({ where: { messages: { some: { id } } } });
  expect(source).toMatch(/^content-type: message\/rfc822/im);
  expect(source).toContain(Buffer.from(original.bytes).toString().trimEnd());
  expect(await actions()).toContain(`owner: message.forwarded ${brand.address} → ${DESK}`);
});

test('rules forward all, or only what a code was found in, and tell a loop from a new message', async () => {
  await createRule(owner, { address: brand.address, to: DESK, onlyCodes: true });
  await receive(INVOICE);
  const id = await receive(CODE);
  await soon(async () => expect((await statusOf(id))[0]?.status).toBe('sent'));
  expect(relay.only().parsed.headers.get('auto-submitted')).toBe('auto-generated');
  expect(await actions()).toContain(`forwarding rule: message.forwarded ${brand.address} → ${DESK}`);
  // The second rule for the same two takes the first one's place.
  await createRule(owner, { address: brand.address, to: DESK, onlyCodes: false });
  expect(await listRules(owner)).toMatchObject([{ to: DESK, onlyCodes: false }]);
  const plain = await receive({ ...INVOICE, subject: 'Another invoice' });
  await soon(async () => expect((await statusOf(plain))[0]?.status).toBe('sent'));
  const forwarded = relay.only();
  const back = await receive({ raw: forwarded.source });
  const bounce = await receive({ ...INVOICE, subject: 'Undelivered' }, '');
  await soon(async () => {
    expect(await statusOf(back)).toMatchObject([{ status: 'failed', error: /circle/ }].map(words));
    expect(await statusOf(bounce)).toMatchObject(
      [{ status: 'failed', error: /reports on a mail/ }].map(words),
    );
  });
  expect(relay.relayed).toEqual([]);
  const [rule] = await listRules(owner);
  await deleteRule(owner, rule?.id ?? '');
  const after = await receive({ ...INVOICE, subject: 'After' });
  expect(await statusOf(after)).toEqual([]);
});

const words = ({ status, error }: { status: string; error: RegExp }) => ({
  status,
  error: expect.stringMatching(error),
});

test('what the relay refuses for now is tried again, and for good stays visible until somebody sends it again', async () => {
  const id = await receive({ ...INVOICE, subject: 'Refused' });
  relay.refuseNext(451, 'later');
  relay.refuseNext(550, 'no such user');
  await forwardMessage(owner, id, DESK);
  await soon(async () =>
    expect(await statusOf(id)).toMatchObject([
      { status: 'pending', error: expect.stringMatching(/451 later/) },
    ]),
  );
  await pool().query(`UPDATE forward SET next_attempt_at = now()`);
  await pool().query(`SELECT pg_notify('mailroom', 'forwards')`);
  await soon(async () =>
    expect(await statusOf(id)).toMatchObject([
      { status: 'failed', error: expect.stringMatching(/550 no such/) },
    ]),
  );
  const [failed] = (await listAllForwards(owner)).data;
  await sendAgain(owner, failed?.id ?? '');
  await soon(async () => expect((await statusOf(id))[0]?.status).toBe('sent'));
  await expect(sendAgain(owner, failed?.id ?? '')).rejects.toThrow('no such forward that has failed');
});

test('an address that is not allowed any more gets nothing, not even what was queued', async () => {
  await createRule(owner, { address: brand.address, to: DESK, onlyCodes: false });
  const id = await receive({ ...INVOICE, subject: 'Queued' }, 'bounce@shop.example');
  await soon(async () => expect((await statusOf(id))[0]?.status).toBe('sent'));
  relay.only();
  const [destination] = await listDestinations(owner);
  await disallowDestination(owner, destination?.id ?? '');
  expect(await listRules(owner)).toEqual([]);
  await pool().query(`UPDATE forward SET sent_at = NULL, next_attempt_at = now() WHERE message_id = $1`, [
    id,
  ]);
  await pool().query(`SELECT pg_notify('mailroom', 'forwards')`);
  await soon(async () => expect((await statusOf(id))[0]).toMatchObject({ status: 'failed' }));
  expect(relay.relayed).toEqual([]);
});

test('nothing goes to strangers, around a grant, back to Mailroom, or by whom it is not for', async () => {
  const id = await receive({ ...INVOICE, subject: 'Private' });
  const { email } = await database().member.findUniqueOrThrow({ where: { id: stranger.id } });
  await expect(forwardMessage(owner, id, 'anybody@else.example')).rejects.toThrow(
    'neither a member who may see',
  );
  await expect(forwardMessage(owner, id, email)).rejects.toThrow('neither a member who may see');
  await expect(forwardMessage(owner, id, brand.address)).rejects.toThrow('would come back');
  await expect(allowDestination(owner, 'other@inbox.example')).rejects.toThrow('would come back');
  await expect(allowDestination(owner, 'not an address')).rejects.toThrow(/not a/);
  await expect(forwardMessage(stranger, id, DESK)).rejects.toThrow(`There is no message ${id}.`);
  const reader = await makeToken(workspace, ['messages:read']);
  await expect(forwardMessage(reader, id, DESK)).rejects.toThrow('messages:send');
  const admin = await makeMember(workspace, 'admin');
  await expect(allowDestination(admin, 'x@partner.example')).rejects.toThrow('Only an owner');
  await expect(createRule(admin, { address: brand.address, to: DESK, onlyCodes: false })).rejects.toThrow(
    'There is no managed address',
  );
  await expect(listRules(stranger)).rejects.toThrow('Only an owner or an admin');
  const other = await makeWorkspace();
  await expect(forwardMessage(other.operator, id, DESK)).rejects.toThrow(`There is no message ${id}.`);
  // With the grant, they may have it.
  await database().grant.create({
    data: { workspaceId: workspace.id, memberId: stranger.id, addressId: brand.id, level: 'viewer' },
  });
  await forwardMessage(stranger, id, email);
  await soon(async () => expect((await statusOf(id))[0]).toMatchObject({ status: 'sent', to: email }));
});

test('without a relay nothing is forwarded, and it says so', async () => {
  const id = await receive({ ...INVOICE, subject: 'No relay' });
  useRelay('');
  await expect(forwardMessage(owner, id, DESK)).rejects.toThrow('SMTP_RELAY_URL is not set');
});
