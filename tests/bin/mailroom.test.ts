import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPasswordReset } from '#lib/access/password-resets.ts';
import { database } from '#lib/database/client.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { serveApi } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { storeMessage } from '#tests/support/fixtures.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';

useDatabase();
const twilio = await openTwilio('http://localhost:3000');

let folder: string;
let api: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-cli-'));
  api = await serveApi();
});
afterAll(async () => {
  await api.close();
  await closeFeed();
  await rm(folder, { recursive: true, force: true });
});

/** The command as an operator runs it: a process, what it prints, and its exit code. */
async function mailroom(args: string[], input = '', environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['bin/mailroom.ts', ...args], {
    env: {
      ...{
        ...process.env,
        DATA_DIR: folder,
        PORT: '3000',
        PUBLIC_URL: '',
        MAILROOM_URL: api.url,
        MAILROOM_TOKEN: '',
      },
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {}).end(input);
  const [output, errors] = await Promise.all([readAll(child.stdout), readAll(child.stderr)]);
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('close', resolve)));
  return { code, output, errors };
}

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

const INIT = [
  'init',
  '--workspace',
  'Acme',
  '--owner',
  'o@acme.example',
  '--domain',
  'inbox.example',
  '--password-stdin',
];

describe('a workspace from the command line', { timeout: 120_000 }, () => {
  test('nothing works before init, which says what is wrong, and works once', async () => {
    expect(await mailroom(['address', 'list'])).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringContaining('mailroom init'),
    });
    expect(await mailroom(INIT, 'short\n')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('at least 12'),
    });
    expect(await mailroom([...INIT, '--json'], 'correct horse battery\n')).toMatchObject({
      code: 0,
      output: expect.stringContaining('"created": true'),
    });
    expect(await mailroom(INIT, 'correct horse battery\n')).toMatchObject({
      code: 0,
      output: '',
      errors: expect.stringContaining('Nothing was changed'),
    });
    const other = INIT.with(2, 'Other');
    expect(await mailroom(other, 'correct horse battery\n')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('workspace “Acme”'),
    });
  });

  test('addresses are made and listed', async () => {
    expect(
      await mailroom(['address', 'create', 'Brand+x@inbox.example', '--label', 'X @acme']),
    ).toMatchObject({
      code: 0,
      output: 'brand@inbox.example\n',
    });
    expect(await mailroom(['address', 'create', '+1 415 555 0100'])).toMatchObject({
      output: '+14155550100\n',
    });
    expect(await mailroom(['address', 'create', 'brand@inbox.example'])).toMatchObject({
      code: 1,
      output: '',
    });
    expect(await mailroom(['address', 'create', 'brand@other.example'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('receives for inbox.example'),
    });
    expect((await mailroom(['address', 'list'])).output).toBe('+14155550100\nbrand@inbox.example\tX @acme\n');
    const listed = JSON.parse((await mailroom(['address', 'list', '--json'])).output);
    expect(listed[1]).toMatchObject({ address: 'brand@inbox.example', label: 'X @acme' });
  });

  test('a token is made, gets a code, claims it, and is revoked', async () => {
    const made = await mailroom(['token', 'create', '--name', 'CI', '--scope', 'codes:read, codes:claim']);
    expect(made.output).toMatch(/^mrt_[\w-]{43}\n$/);
    const environment = { MAILROOM_TOKEN: made.output.trim() };
    const code = (...args: string[]) => mailroom(['code', 'brand@inbox.example', ...args], '', environment);
    expect(await code('--wait', '1')).toMatchObject({
      code: 3,
      output: '',
      errors: expect.stringContaining('within 1 seconds'),
    });
    await storeMessage(
      await database().managedAddress.findUniqueOrThrow({ where: { address: 'brand@inbox.example' } }),
      {
        code: '012345',
      },
    );
    expect(await code('--service', 'x')).toMatchObject({ code: 0, output: '012345\n' });
    expect(JSON.parse((await code('--claim', '--json')).output)).toMatchObject({
      code: '012345',
      state: 'claimed',
    });
    expect(await code()).toMatchObject({ code: 3 });
    expect(await code('--wait', 'soon')).toMatchObject({ code: 2 });
    expect(await code('--after', 'noon')).toMatchObject({ code: 2 });
    const id = (await mailroom(['token', 'list'])).output.split('\t')[0] ?? '';
    expect(await mailroom(['token', 'revoke', id])).toMatchObject({ code: 0, output: '' });
    expect((await mailroom(['token', 'list'])).output).toContain('\trevoked\n');
    expect(await mailroom(['token', 'create', '--name', 'CI', '--scope', 'all'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('codes:read'),
    });
  });

  test('a member who has forgotten their password is given a link', async () => {
    const { code, output, errors } = await mailroom(['member', 'reset', 'O@Acme.example']);
    expect({ code, errors }).toMatchObject({ code: 0, errors: expect.stringContaining('works once') });
    const [, token = ''] = /^http:\/\/localhost:3000\/new-password\/([\w-]{43})\n$/.exec(output) ?? [];
    expect(await findPasswordReset(token)).toEqual({ email: 'o@acme.example' });
    const again = JSON.parse((await mailroom(['member', 'reset', 'o@acme.example', '--json'])).output);
    expect(again).toMatchObject({ email: 'o@acme.example', link: expect.stringContaining('/new-password/') });
    expect(await findPasswordReset(token)).toBeNull();
    expect(await mailroom(['member', 'reset', 'nobody@acme.example'])).toMatchObject({
      ...{ code: 1, output: '', errors: expect.stringContaining('no member nobody@acme.example') },
    });
    expect(await mailroom(['member', 'reset', 'nobody'])).toMatchObject({ code: 2, output: '' });
  });

  test('numbers are looked for, bought, labelled and released, and a text is sent and followed to its end', async () => {
    const scopes = 'numbers:write,messages:send,messages:read';
    const made = await mailroom(['token', 'create', '--name', 'phones', '--scope', scopes]);
    const environment = { MAILROOM_TOKEN: made.output.trim() };
    const run = (...args: string[]) => mailroom(args, '', environment);
    expect((await run('numbers', 'search', 'us', '--digits', '212')).output).toBe(
      '+12125550112\t1.15 USD\tSMS, MMS, calls\tSan Francisco, CA\t\n',
    );
    expect(await run('numbers', 'search', 'us', '--digits', '999')).toMatchObject({ code: 3, output: '' });
    expect(await run('numbers', 'search', 'us', '--type', 'fax')).toMatchObject({ code: 2 });
    expect(await run('numbers', 'buy', '+12125550112')).toMatchObject({ code: 0, output: '+12125550112\n' });
    expect(await run('numbers', 'buy', '+12125550112')).toMatchObject({ code: 1, output: '' });
    await run('numbers', 'label', '+12125550112', 'X @acme');
    expect((await run('numbers', 'list')).output).toContain('+12125550112\tX @acme\ttexts come here\n');
    const calls = (...args: string[]) => run('numbers', 'calls', '+12125550112', ...args);
    expect(await calls('on', '--greeting', 'This call is recorded.')).toMatchObject({
      ...{ code: 0, output: '+12125550112\n', errors: expect.stringContaining('recorded and transcribed') },
    });
    expect(twilio.numbers.webhookOf('+12125550112').voiceUrl).toMatch(/\/api\/inbound\/twilio\/voice$/);
    expect(JSON.parse((await calls('on', '--json')).output).calls).toEqual({
      greeting: null,
      webhook: 'right',
    });
    expect(await calls('off')).toMatchObject({ code: 0, errors: expect.stringContaining('not answered') });
    expect(twilio.numbers.webhookOf('+12125550112').voiceUrl).toBe('');
    expect(await calls('maybe')).toMatchObject({
      code: 2,
      output: '',
      errors: expect.stringMatching(/on or off/),
    });
    expect(await run('numbers', 'calls', '+14155550199', 'on')).toMatchObject({ code: 1, output: '' });
    expect((await run('numbers', 'release', '+12125550112')).errors).toMatch(/numbers keep \+12125550112/);
    expect(JSON.parse((await run('numbers', 'keep', '+12125550112', '--json')).output).release).toBeNull();

    const send = ['messages', 'send', '--from', '+12125550112', '--to', '+447700900123'];
    expect((await run(...send, 'AB12CD')).output).toMatch(/^[0-9a-f-]{36}\n$/);
    expect(await run(...send, '--wait', '1', 'AB12CD')).toMatchObject({ code: 3, output: 'queued\n' });
    twilio.refuse('+447700900123', 21610);
    expect(await run(...send, '--wait', '10', 'AB12CD')).toMatchObject({
      ...{ code: 1, output: 'failed\n', errors: expect.stringContaining('opted out') },
    });
    expect(await run(...send, '--to', '40404', 'AB12CD')).toMatchObject({ code: 2 });
  });

  test('a subaccount is added once Twilio accepts its token, has its token exchanged, and is removed', async () => {
    const { account, exchange } = twilio.subaccount();
    const add = (token: string) =>
      mailroom(['twilio', 'add', account.sid, '--token-stdin', '--label', 'Brand'], token);
    expect(await add('wrong\n')).toMatchObject({
      ...{ code: 2, output: '', errors: expect.stringContaining('does not accept') },
    });
    expect(await add(`${account.token}\n`)).toMatchObject({ code: 0, output: `${account.sid}\n` });
    expect((await mailroom(['twilio', 'list'])).output).toBe(`${account.sid}\tBrand\t\n`);
    exchange('a'.repeat(32));
    const exchanged = await mailroom(['twilio', 'exchange', account.sid, '--token-stdin'], account.token);
    expect(exchanged).toMatchObject({ code: 0, output: '' });
    expect(await mailroom(['twilio', 'remove', account.sid])).toMatchObject({ code: 0, output: '' });
    expect(await mailroom(['twilio', 'list'])).toMatchObject({ code: 0, output: '' });
  });

  test('its database is brought up to date, and one that is away is said so', async () => {
    expect(await mailroom(['migrate'])).toMatchObject({ code: 0, output: '' });
    const away = { DATABASE_URL: 'postgresql://nobody:nothing@127.0.0.1:9/mailroom' };
    expect(await mailroom(['address', 'list'], '', away)).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^The database cannot be reached: .*ECONNREFUSED/),
    });
  });
});

test('what is used wrongly ends with 2, help with 0; both say what is right', async () => {
  expect(await mailroom(['address', 'list', '--all'])).toMatchObject({
    code: 2,
    output: '',
    errors: expect.stringContaining('Usage: mailroom address list'),
  });
  expect(await mailroom(['token', '--help'])).toMatchObject({
    code: 0,
    output: expect.stringContaining('token revoke'),
    errors: '',
  });
  expect(await mailroom(['code', 'a@b.example'])).toMatchObject({
    code: 1,
    errors: expect.stringContaining('MAILROOM_TOKEN'),
  });
});

describe('extract', { timeout: 120_000 }, () => {
  const noDatabase = { DATABASE_URL: '', DATA_DIR: '/nowhere' };

  test('reads a mail from a file or standard input', async () => {
    const mail =
      'From: info@x.com\r\nSubject: =?utf-8?Q?Your_X_confirmation_code_is_62v3cc5t?=\r\n\r\nHi\r\n';
    const file = path.join(folder, 'mail.eml');
    await writeFile(file, mail);
    const fromFile = await mailroom(['extract', file], '', noDatabase);
    expect(fromFile).toMatchObject({ code: 0, output: expect.stringMatching(/^code\t62v3cc5t\tx\tlogin\t/) });
    expect((await mailroom(['extract', '--json'], mail, noDatabase)).output).toContain('"code": "62v3cc5t"');
    expect(await mailroom(['extract'], 'Subject: Hello\r\n\r\nHi', noDatabase)).toMatchObject({
      code: 3,
      output: '',
    });
    expect(await mailroom(['extract', `${file}.no`], '', noDatabase)).toMatchObject({ code: 1 });
  });

  test('with --jsonl answers each line in its place', async () => {
    const lines = [
      {
        channel: 'sms',
        from: '40404',
        subject: null,
        text: 'Your X confirmation code is 123456.',
        html: null,
      },
      { channel: 'email', from: 'a@b.example', subject: 'Hello', text: 'Hi', html: null },
    ].map((line) => JSON.stringify(line));
    const { code, output } = await mailroom(['extract', '--jsonl'], `${lines.join('\n')}\n`, noDatabase);
    expect(code).toBe(0);
    const [first, second] = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first.codes).toEqual([
      { code: '123456', service: 'x', purpose: 'login', confidence: expect.any(Number) },
    ]);
    expect(second).toEqual({ codes: [], links: [] });
    const wrong = await mailroom(
      ['extract', '--jsonl'],
      `nonsense\n{"channel":"fax"}\n${lines[0]}`,
      noDatabase,
    );
    expect(wrong).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^Line 1: not JSON\.\nLine 2: channel/),
    });
    expect(wrong.output.trim().split('\n')).toHaveLength(3);
  });
});

test('without DATABASE_URL it starts the embedded database for as long as it takes', async () => {
  const environment = { DATABASE_URL: '', DATA_DIR: path.join(folder, 'embedded') };
  expect(
    await mailroom([...INIT, '--address', 'brand@inbox.example'], 'correct horse battery', environment),
  ).toMatchObject({ code: 0 });
  expect(await mailroom(['address', 'list'], '', environment)).toMatchObject({
    code: 0,
    output: 'brand@inbox.example\n',
  });
}, 120_000);
