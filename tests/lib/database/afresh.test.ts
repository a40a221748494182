import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { grant, setOpen } from '#lib/access/grants.ts';
import { createToken } from '#lib/access/tokens.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { addNote } from '#lib/messages/notes.ts';
import { archiveMessage, markRead } from '#lib/messages/read.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

let workspace: TestWorkspace;
let token: string;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  token = await issueToken(workspace);
});

const url = 'https://hooks.example.com/mailroom';
const address = () => makeAddress(workspace, randomUUID());
const webhook = async (): Promise<string> =>
  (await (await call(token, 'POST', '/webhooks', { body: { url } })).json()).id;

/** What a call is answered that is overtaken: see the next one. */
async function overtakenBy(change: string, values: unknown[], ask: () => Promise<Response>) {
  const answer = await overtaken(change, values, ask);
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, ...(isJson && (await answer.json())) };
}

/** What becomes of work that has looked before another request's change is committed, and writes after it. */
async function overtaken<T>(change: string, values: unknown[], work: () => Promise<T>): Promise<T> {
  const other = await pool().connect();
  try {
    await other.query('BEGIN');
    await other.query(change, values);
    const done = work();
    done.catch(() => {});
    await soon(async () => {
      const { rows } = await pool().query(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
      );
      expect(rows.length).toBeGreaterThan(0);
    });
    await other.query('COMMIT');
    return await done;
  } finally {
    other.release();
  }
}

const DELETE_ADDRESS = 'DELETE FROM managed_address WHERE id = $1';

describe('an address that is deleted in the meantime', () => {
  test.each([
    ['DELETE', undefined],
    ['PATCH', { label: 'X' }],
  ])('is not found by %s', async (method, body) => {
    const { id, ...row } = await address();
    await storeMessage({ id, ...row }, { code: '111111' });
    const answer = await overtakenBy(DELETE_ADDRESS, [id], () =>
      call(token, method, `/addresses/${row.address}`, { body }),
    );
    expect(answer).toMatchObject({ status: 404, detail: `There is no managed address ${row.address}.` });
  });

  test.each(['POST', 'PATCH'])('is none to register an account with by %s', async (method) => {
    const row = await address();
    const body = { service: 'x', handle: row.address };
    const made = method === 'PATCH' && (await call(token, 'POST', '/accounts', { body }));
    const path = made ? `/accounts/${(await made.json()).id}` : '/accounts';
    const answer = await overtakenBy(DELETE_ADDRESS, [row.id], () =>
      call(token, method, path, { body: { ...body, email: row.address } }),
    );
    expect(answer).toMatchObject({ status: 404, detail: `There is no managed address ${row.address}.` });
  });

  test.each(['POST', 'PATCH'])('is none to limit a webhook to by %s', async (method) => {
    const row = await address();
    const path = method === 'PATCH' ? `/webhooks/${await webhook()}` : '/webhooks';
    const answer = await overtakenBy(DELETE_ADDRESS, [row.id], () =>
      call(token, method, path, { body: { url, addresses: [row.address] } }),
    );
    expect(answer).toMatchObject({ status: 404, detail: `There is no managed address ${row.address}.` });
  });
});

test('a domain that is removed in the meantime has no new address', async () => {
  const { id } = await database().domain.create({
    data: { workspaceId: workspace.id, name: 'leaving.example' },
  });
  const answer = await overtakenBy('DELETE FROM domain WHERE id = $1', [id], () =>
    call(token, 'POST', '/addresses', { body: { address: 'new@leaving.example' } }),
  );
  expect(answer).toMatchObject({ status: 422, errors: [{ field: 'address' }] });
});

test('an address that an account is registered with in the meantime is not deleted', async () => {
  const row = await address();
  const answer = await overtakenBy(
    `INSERT INTO account (id, workspace_id, service, handle, email_id) VALUES (gen_random_uuid(), $1, 'x', '@brand', $2)`,
    [workspace.id, row.id],
    () => call(token, 'DELETE', `/addresses/${row.address}`),
  );
  expect(answer).toMatchObject({ status: 422, errors: [{ field: 'address' }] });
  expect(answer.detail).toContain('belongs to the x account @brand');
});

test('an account that is deleted in the meantime is not found', async () => {
  for (const method of ['PATCH', 'DELETE']) {
    const row = await database().account.create({
      data: { workspaceId: workspace.id, service: 'gone', handle: method },
    });
    const answer = await overtakenBy('DELETE FROM account WHERE id = $1', [row.id], () =>
      call(token, method, `/accounts/${row.id}`, method === 'PATCH' ? { body: { handle: 'new' } } : {}),
    );
    expect(answer).toMatchObject({ status: 404, detail: `There is no account ${row.id}.` });
  }
});

test('a webhook that is deleted in the meantime is not found, and its deletion is recorded once', async () => {
  for (const method of ['PATCH', 'DELETE']) {
    const id = await webhook();
    const answer = await overtakenBy('DELETE FROM webhook WHERE id = $1', [id], () =>
      call(token, method, `/webhooks/${id}`, method === 'PATCH' ? { body: { enabled: false } } : {}),
    );
    expect(answer).toMatchObject({ status: 404, detail: `There is no webhook ${id}.` });
    expect(await database().auditEvent.count({ where: { subjectId: id } })).toBe(1);
  }
});

test('a delivery whose log is deleted in the meantime is not sent once more', async () => {
  const [row, id] = [await address(), await webhook()];
  await storeMessage(row);
  const { data } = await (await call(token, 'GET', `/webhooks/${id}/deliveries`)).json();
  const answer = await overtakenBy('DELETE FROM webhook_delivery WHERE webhook_id = $1', [id], () =>
    call(token, 'POST', `/webhooks/${id}/deliveries/${data[0].id}/redeliver`),
  );
  expect(answer).toMatchObject({
    status: 404,
    detail: `There is no delivery ${data[0].id} of this webhook.`,
  });
});

describe('what a member does meanwhile', () => {
  test('to a message that is deleted does not find it', async () => {
    const member = await makeMember(workspace, 'owner');
    for (const act of [
      markRead,
      archiveMessage,
      (actor: MemberActor, id: string) => addNote(actor, id, 'X'),
    ]) {
      const { messageId } = await storeMessage(await address());
      const done = overtaken('DELETE FROM message WHERE id = $1', [messageId], () => act(member, messageId));
      await expect(done).rejects.toMatchObject({ code: 'message-not-found' });
    }
  });

  test('to share an address that is deleted, or make a token for it, does not find it', async () => {
    const [owner, member] = [await makeMember(workspace, 'owner'), await makeMember(workspace, 'member')];
    for (const act of [
      ({ id }: { id: string }) => setOpen(owner, id, true),
      ({ id }: { id: string }) => grant(owner, { addressId: id }, { memberId: member.id }, 'viewer'),
      (row: { address: string }) =>
        createToken(owner, { name: 'CI', scopes: ['codes:read'], addresses: [row.address] }),
    ]) {
      const row = await address();
      const done = overtaken(DELETE_ADDRESS, [row.id], async () => void (await act(row)));
      await expect(done).rejects.toMatchObject({ code: 'address-not-found' });
    }
  });
});
