import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { freePort } from '#lib/free-port.ts';

// `npm run demo`: an instance of its own in a temporary folder, a mail and a text as X sends them, and what the
// API answers to somebody who was waiting. Ends by itself, with 0 only if both codes came back right.

const ROOT = path.join(import.meta.dirname, '..');
const WORKSPACE = { name: 'Acme', owner: 'olive@acme.example', domain: 'inbox.acme.example' };
const EMAIL = `brand@${WORKSPACE.domain}`;
const PHONE = '+14155550100';

const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-demo-'));
const [webPort, smtpPort] = [await freePort(), await freePort()];
const url = `http://localhost:${webPort}`;
const twilio = { sid: `AC${randomBytes(16).toString('hex')}`, token: randomBytes(16).toString('hex') };
// Empty counts as unset, and keeps a `.env` in this folder from having a say.
const environment = {
  ...process.env,
  ...{ DATA_DIR: folder, DATABASE_URL: '', MAILROOM_SECRET: '', HOST: '127.0.0.1', SMTP_HOST: '127.0.0.1' },
  ...{
    PORT: String(webPort),
    SMTP_PORT: String(smtpPort),
    PUBLIC_URL: url,
    SMTP_TLS_CERT: '',
    SMTP_TLS_KEY: '',
  },
  ...{
    TWILIO_ACCOUNT_SID: twilio.sid,
    TWILIO_AUTH_TOKEN: twilio.token,
    TWILIO_API_URL: '',
    MAILROOM_URL: url,
    MAILROOM_TOKEN: '',
  },
};

let server: ChildProcess | undefined;
let failed = false;
try {
  server = await startServer();
  await demonstrate();
} catch (error) {
  failed = true;
  console.error(`The demo failed: ${error instanceof Error ? error.message : error}`);
} finally {
  await stopServer();
  await rm(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

async function demonstrate(): Promise<void> {
  say('Setting up a workspace with one email address, one phone number and one API token');
  const { name, owner, domain } = WORKSPACE;
  const password = randomBytes(16).toString('base64url');
  await mailroom(
    ['init', '--workspace', name, '--owner', owner, '--domain', domain, '--password-stdin'],
    password,
  );
  await mailroom(['address', 'create', EMAIL, '--label', 'X @acme']);
  await mailroom(['address', 'create', PHONE, '--label', 'X @acme, texts']);
  environment.MAILROOM_TOKEN = await mailroom([
    'token',
    'create',
    '--name',
    'demo',
    '--scope',
    'codes:read,codes:claim,messages:read',
  ]);

  const mailCode = String(randomInt(1_000_000)).padStart(6, '0');
  say(`Waiting at ${EMAIL}, then mailing ${mailCode} to it by SMTP, as X would`);
  await compare(
    mailCode,
    () => latestCode(EMAIL),
    () => sendMail(mailCode),
  );

  const textCode = String(randomInt(1_000_000)).padStart(6, '0');
  say(`Waiting at ${PHONE}, then texting ${textCode} to it through Twilio's signed webhook`);
  await compare(
    textCode,
    () => latestCode(PHONE),
    () => sendText(textCode),
  );

  say('The same from the command line: npm run --silent mailroom -- code', EMAIL, '--claim');
  const claimed = await mailroom(['code', EMAIL, '--claim']);
  console.log(claimed);
  if (claimed !== mailCode) throw new Error(`The command line gave ${claimed} instead of ${mailCode}.`);
}

/** Somebody waits first; only then the code is sent. */
async function compare(
  sent: string,
  wait: () => Promise<{ code: string; service: string | null }>,
  send: () => Promise<void>,
): Promise<void> {
  const waiting = wait();
  await send();
  const sentAt = performance.now();
  const answer = await waiting;
  console.log(JSON.stringify(answer, null, 2));
  if (answer.code !== sent || answer.service !== 'x')
    throw new Error(`The API gave ${answer.code} (${answer.service}) instead of ${sent} (x).`);
  console.log(
    `The right code, ${Math.max(0, performance.now() - sentAt).toFixed(0)} ms after it was accepted.`,
  );
}

async function latestCode(address: string): Promise<{ code: string; service: string | null }> {
  const query = new URLSearchParams({ address, service: 'x', wait: '30' });
  const response = await fetch(`${url}/api/v1/codes/latest?${query}`, {
    headers: { Authorization: `Bearer ${environment.MAILROOM_TOKEN}` },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as { code: string; service: string | null };
}

async function sendMail(code: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    tls: { rejectUnauthorized: false },
  });
  await transport.sendMail({
    from: '"X" <verify@x.com>',
    to: EMAIL,
    subject: `${code} is your X verification code`,
    text: `Confirm your email address\n\nPlease enter this verification code on X to get started:\n\n${code}\n\nVerification codes expire after two hours.\n`,
    html: `<h2>Confirm your email address</h2><p>Please enter this verification code on X to get started:</p><p style="font-size:32px">${code}</p><p>Verification codes expire after two hours.</p>`,
  });
  transport.close();
}

async function sendText(code: string): Promise<void> {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  const form = {
    MessageSid: sid,
    SmsSid: sid,
    AccountSid: twilio.sid,
    From: '40404',
    To: PHONE,
    Body: `Your X confirmation code is ${code}.`,
    NumMedia: '0',
    FromCity: '',
  };
  const webhook = `${url}/api/inbound/twilio/sms`;
  const signature = webhooks.getExpectedTwilioSignature(twilio.token, webhook, form);
  const response = await fetch(webhook, {
    method: 'POST',
    headers: { 'X-Twilio-Signature': signature },
    body: new URLSearchParams(form),
  });
  if (!response.ok) throw new Error(`The webhook answered ${response.status}: ${await response.text()}`);
}

/** The command line, as a person runs it: what it prints. */
async function mailroom(args: string[], input = ''): Promise<string> {
  const child = spawn(process.execPath, ['bin/mailroom.ts', ...args], {
    cwd: ROOT,
    env: environment,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(input);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`mailroom ${args.slice(0, 2).join(' ')} ended with ${code}.`);
  return output.trim();
}

async function startServer(): Promise<ChildProcess> {
  say(`Starting Mailroom in ${folder}`);
  // A group of its own: Ctrl-C ends this script, and this script ends the server.
  const child = spawn(process.execPath, ['bin/start.ts'], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`Mailroom did not start (${code}).`)));
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      if (String(chunk).includes('Mailroom is ready')) resolve();
    });
  });
  return child;
}

async function stopServer(): Promise<void> {
  if (!server || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server?.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

function say(...words: string[]): void {
  console.log(`\n— ${words.join(' ')}`);
}
