import { randomBytes, randomInt } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { newAccount } from '#bin/demo/twilio/account.ts';
import { startTwilio } from '#bin/demo/twilio.ts';
import { startInstance } from '#bin/instance.ts';
import { type Code, Mailroom } from '#lib/client.ts';

// `npm run demo`: an instance of its own in a temporary folder and a server that stands in for Twilio, a mail and a text
// as X sends them, what the API answers to somebody who was waiting, a number that is bought and called, and a text
// that is sent. Ends by itself, with 0 only if all codes came back right and the text arrived.

const WORKSPACE = { name: 'Acme', owner: 'olive@acme.example', domain: 'inbox.acme.example' };
const EMAIL = `brand@${WORKSPACE.domain}`;
const PHONE = '+14155550100';
/** A number of Ofcom's for films: nobody's. */
const X_NUMBER = '+447700900123';

const SPOKEN = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

const account = newAccount();
const twilio = await startTwilio(account);

// Ctrl-C reaches the instance too; it stops, the demo fails for want of it, and clears up.
process.on('SIGINT', () => {});

say('Starting a Mailroom of its own in a temporary folder');
const instance = await startInstance({
  environment: {
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_API_URL: twilio.url,
  },
  print: (chunk) => process.stdout.write(chunk),
});
try {
  await demonstrate();
} catch (error) {
  console.error(`The demo failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  await instance.remove();
  await twilio.close();
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
    'codes:read,codes:claim,messages:read,messages:send,numbers:write',
  ]);

  const mailCode = String(randomInt(1_000_000)).padStart(6, '0');
  say(`Waiting at ${EMAIL}, then mailing ${mailCode} to it by SMTP, as X would`);
  await compare(
    mailCode,
    () => latestCode(EMAIL),
    () => sendMail(mailCode),
  );

  twilio.numbers.add(PHONE, `${instance.url}/api/inbound/twilio/sms`);
  const textCode = String(randomInt(1_000_000)).padStart(6, '0');
  say(`Waiting at ${PHONE}, then texting ${textCode} to it through Twilio's signed webhook`);
  await compare(
    textCode,
    () => latestCode(PHONE),
    () => sendText(textCode),
  );

  await callWithCode();
  await sendWord();

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
  const status = await twilio.receive({
    from: '40404',
    to: PHONE,
    body: `Your X confirmation code is ${code}.`,
  });
  if (status !== 200) throw new Error(`The webhook answered ${status}.`);
}

/** A number is bought and has its calls answered, from the command line; somebody calls it and speaks a code. */
async function callWithCode(): Promise<void> {
  say('Looking for a number with 212 in it and buying it: mailroom numbers search US --digits 212');
  const [offered = ''] = (await instance.mailroom(['numbers', 'search', 'US', '--digits', '212'])).split(
    '\n',
  );
  console.log(offered);
  const number = await instance.mailroom([
    'numbers',
    'buy',
    offered.split('\t')[0] ?? '',
    '--label',
    'Calls',
  ]);
  await instance.mailroom(['numbers', 'calls', number, 'on', '--greeting', 'This call is recorded.']);
  console.log(await instance.mailroom(['numbers', 'list']));

  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const spoken = [...code].map((digit) => SPOKEN[Number(digit)]).join(', ');
  say(`Calling ${number} and saying “Your X verification code is ${spoken}.”`);
  await compare(
    code,
    () => latestCode(number),
    async () => {
      const says = `Your X verification code is ${spoken}. Again, it is ${spoken}. Goodbye.`;
      const { transcribed } = await twilio.call({ from: '+14155550177', to: number, says });
      if (transcribed !== 200) throw new Error(`The webhook of the transcription answered ${transcribed}.`);
    },
  );
}

/** X asks for a word by SMS: it is sent, taken and delivered, and each state comes by a signed callback. */
async function sendWord(): Promise<void> {
  const word = `X-${randomBytes(3).toString('hex').toUpperCase()}`;
  say(`Sending ${word} from ${PHONE} to ${X_NUMBER}, as when X asks for a text`);
  twilio.deliverAtOnce();
  const mailroom = new Mailroom({ url: instance.url, token: instance.environment.MAILROOM_TOKEN });
  const { id } = await mailroom.send({ from: PHONE, to: X_NUMBER, text: word });
  const { sending } = await mailroom.settled(id, { wait: 10 });
  console.log(JSON.stringify(sending, null, 2));
  const arrived = twilio.messages.all.some(({ body, to }) => body === word && to === X_NUMBER);
  if (!arrived || sending?.state !== 'delivered')
    throw new Error(`The text is ${sending?.state} instead of delivered.`);
}

function say(...words: string[]): void {
  console.log(`\n— ${words.join(' ')}`);
}
