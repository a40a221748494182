import { randomBytes, randomInt } from 'node:crypto';
import { createTransport } from 'nodemailer';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { startInstance } from '#bin/instance.ts';
import { type Code, Mailroom } from '#lib/client.ts';

// `npm run demo`: an instance of its own in a temporary folder, a mail and a text as X sends them, and what the
// API answers to somebody who was waiting. Ends by itself, with 0 only if both codes came back right.

const WORKSPACE = { name: 'Acme', owner: 'olive@acme.example', domain: 'inbox.acme.example' };
const EMAIL = `brand@${WORKSPACE.domain}`;
const PHONE = '+14155550100';

const twilio = { sid: `AC${randomBytes(16).toString('hex')}`, token: randomBytes(16).toString('hex') };

// Ctrl-C reaches the instance too; it stops, the demo fails for want of it, and clears up.
process.on('SIGINT', () => {});

say('Starting a Mailroom of its own in a temporary folder');
const instance = await startInstance({
  environment: { TWILIO_ACCOUNT_SID: twilio.sid, TWILIO_AUTH_TOKEN: twilio.token },
  print: (chunk) => process.stdout.write(chunk),
});
try {
  await demonstrate();
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await instance.remove();
}

async function demonstrate(): Promise<void> {
  say('Setting up a workspace with one email address, one phone number and one API token');
  const { name, owner, domain } = WORKSPACE;
  const password = randomBytes(16).toString('base64url');
  await instance.mailroom(
    ['init', '--workspace', name, '--owner', owner, '--domain', domain, '--password-stdin'],
    password,
  );
  await instance.mailroom(['address', 'create', EMAIL, '--label', 'X @acme']);
  await instance.mailroom(['address', 'create', PHONE, '--label', 'X @acme, texts']);
  instance.environment.MAILROOM_TOKEN = await instance.mailroom([
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
  const claimed = await instance.mailroom(['code', EMAIL, '--claim']);
  console.log(claimed);
  if (claimed !== mailCode) throw new Error(`The command line gave ${claimed} instead of ${mailCode}.`);
}

/** Somebody waits first; only then the code is sent. */
async function compare(sent: string, wait: () => Promise<Code>, send: () => Promise<void>): Promise<void> {
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

function latestCode(address: string): Promise<Code> {
  const mailroom = new Mailroom({ url: instance.url, token: instance.environment.MAILROOM_TOKEN });
  return mailroom.code(address, { service: 'x', wait: 30 });
}

async function sendMail(code: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: instance.smtpPort,
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
  const webhook = `${instance.url}/api/inbound/twilio/sms`;
  const signature = webhooks.getExpectedTwilioSignature(twilio.token, webhook, form);
  const response = await fetch(webhook, {
    method: 'POST',
    headers: { 'X-Twilio-Signature': signature },
    body: new URLSearchParams(form),
  });
  if (!response.ok) throw new Error(`The webhook answered ${response.status}: ${await response.text()}`);
}

function say(...words: string[]): void {
  console.log(`\n— ${words.join(' ')}`);
}
