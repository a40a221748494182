import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { expect, test } from 'vitest';
import { authenticate } from '#inbound/email/authenticate.ts';
import { resolverOf, type Zone } from '#tests/inbound/email/zone.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const KEY = { TXT: [`v=DKIM1; k=rsa; p=${publicKey}`] };

const ZONE: Zone = {
  'x.example': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
  's._domainkey.x.example': KEY,
  's._domainkey.mail.x.example': KEY,
  's._domainkey.evil.example': KEY,
  's._domainkey.x-example.test': KEY,
  's._domainkey.evil.github.io': KEY,
  'testing._domainkey.x.example': { TXT: [`v=DKIM1; k=rsa; t=y; p=${publicKey}`] },
  'slow._domainkey.x.example': { TXT: 'ETIMEOUT' },
};
const DMARC: Zone = { ...ZONE, '_dmarc.x.example': { TXT: ['v=DMARC1; p=reject'] } };
const SESSION = { envelopeFrom: 'bounce@x.example', remoteAddress: '192.0.2.1', heloName: 'mx.x.example' };
const STRANGER = { envelopeFrom: 'bounce@list.test', remoteAddress: '198.51.100.7', heloName: 'list.test' };

const SIGNED = { from: 'X <info@x.example>', domain: 'x.example', selector: 's', skip: '' };

/** A really signed mail (nodemailer's DKIM). */
async function signed(change: Partial<typeof SIGNED> = {}): Promise<string> {
  const { from, domain, selector, skip } = { ...SIGNED, ...change };
  const dkim = { domainName: domain, keySelector: selector, privateKey, skipFields: skip };
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows', dkim });
  const { message } = await transport.sendMail({
    from,
    to: 'brand@inbox.example',
    subject: 'Your X confirmation code is 62v3cc5t',
    text: 'Your X confirmation code is 62v3cc5t\nBye\n',
  });
  return message.toString();
}

const verdict = (mail: string, { session = STRANGER, zone = ZONE } = {}) =>
  authenticate(Buffer.from(mail), session, resolverOf(zone));

test('a signature of the author’s domain proves it, also where the domain has no DMARC', async () => {
  expect(await verdict(await signed())).toEqual({
    spf: 'none',
    dkim: 'pass',
    dmarc: 'none',
    provenDomain: 'x.example',
  });
  expect(await verdict(await signed(), { zone: DMARC })).toMatchObject({
    dmarc: 'pass',
    provenDomain: 'x.example',
  });
});

test('a signature of a subdomain proves the organisational domain, unless DMARC asks for the very same', async () => {
  const mail = await signed({ domain: 'mail.x.example' });
  expect(await verdict(mail, { zone: DMARC })).toMatchObject({ dmarc: 'pass', provenDomain: 'x.example' });
  const strict = { ...ZONE, '_dmarc.x.example': { TXT: ['v=DMARC1; p=reject; adkim=s'] } };
  expect(await verdict(mail, { zone: strict })).toMatchObject({
    dkim: 'pass',
    dmarc: 'fail',
    provenDomain: null,
  });
});

test('SPF proves the domain with DMARC, and nothing without it', async () => {
  const mail = 'From: info@x.example\r\nSubject: hi\r\n\r\nhi\r\n';
  expect(await verdict(mail, { session: SESSION, zone: DMARC })).toEqual({
    spf: 'pass',
    dkim: 'none',
    dmarc: 'pass',
    provenDomain: 'x.example',
  });
  expect(await verdict(mail, { session: SESSION })).toEqual({
    spf: 'pass',
    dkim: 'none',
    dmarc: 'none',
    provenDomain: null,
  });
});

test('an unsigned mail from anywhere proves nothing', async () => {
  expect(await verdict('From: info@x.example\r\nSubject: hi\r\n\r\nhi\r\n', { zone: DMARC })).toEqual({
    spf: 'none',
    dkim: 'none',
    dmarc: 'fail',
    provenDomain: null,
  });
  expect(
    await verdict('From: info@x.example\r\n\r\nhi\r\n', {
      session: { ...SESSION, remoteAddress: '198.51.100.7' },
      zone: DMARC,
    }),
  ).toMatchObject({ spf: 'fail', dmarc: 'fail', provenDomain: null });
});

test('a body or a signed header that was changed breaks the signature', async () => {
  const mail = await signed();
  const body = mail.replace('62v3cc5t\r\nBye', '11111111\r\nBye');
  expect(body).not.toBe(mail);
  expect(await verdict(body)).toMatchObject({ dkim: 'fail', provenDomain: null });
  const subject = mail.replace('Subject: Your X', 'Subject: My X');
  expect(await verdict(subject)).toMatchObject({ dkim: 'fail', provenDomain: null });
});

test('the signature of another domain proves nothing about the author', async () => {
  for (const domain of ['evil.example', 'x-example.test'])
    expect(await verdict(await signed({ domain }), { zone: DMARC })).toMatchObject({
      dkim: 'pass',
      dmarc: 'fail',
      provenDomain: null,
    });
});

test('a lookalike proves only itself', async () => {
  const mail = await signed({ from: 'X <info@x-example.test>', domain: 'x-example.test' });
  expect(await verdict(mail)).toMatchObject({ dkim: 'pass', provenDomain: 'x-example.test' });
});

test('a customer of a host proves itself, and neither the host nor a neighbour', async () => {
  const own = await signed({ from: 'a@evil.github.io', domain: 'evil.github.io' });
  expect(await verdict(own)).toMatchObject({ provenDomain: 'evil.github.io' });
  for (const from of ['a@github.io', 'a@other.github.io'])
    expect(await verdict(await signed({ from, domain: 'evil.github.io' }))).toMatchObject({
      provenDomain: null,
    });
});

test('a body that goes on after what was signed (l=) proves nothing', async () => {
  const limited = signedToLength(await signed());
  expect(await verdict(limited)).toMatchObject({ dkim: 'pass', provenDomain: 'x.example' });
  expect(await verdict(`${limited}Your real code is 99999999\r\n`, { zone: DMARC })).toEqual({
    spf: 'none',
    dkim: 'policy',
    dmarc: 'fail',
    provenDomain: null,
  });
});

test('a subject that was not signed proves nothing', async () => {
  const mail = await signed({ skip: 'subject' });
  expect(await verdict(mail.replace('Subject: Your X', 'Subject: My X'))).toMatchObject({
    dkim: 'policy',
    provenDomain: null,
  });
});

test('a second From, or a second Subject, proves nothing', async () => {
  const mail = await signed();
  expect(await verdict(`From: bank@bank.example\r\n${mail}`, { zone: DMARC })).toMatchObject({
    dmarc: 'permerror',
    provenDomain: null,
  });
  expect(await verdict(mail.replace('\r\n\r\n', '\r\nFrom: info@x.example\r\n\r\n'))).toMatchObject({
    provenDomain: null,
  });
  expect(await verdict(`Subject: another code\r\n${mail}`, { zone: DMARC })).toMatchObject({
    dkim: 'pass',
    provenDomain: null,
  });
});

test('two authors of different domains, or none, prove nothing', async () => {
  const two = await signed({ from: 'info@x.example, info@evil.example' });
  expect(await verdict(two, { zone: DMARC })).toMatchObject({ dmarc: 'permerror', provenDomain: null });
  expect(await verdict('Subject: hi\r\n\r\nhi\r\n')).toEqual({
    spf: 'none',
    dkim: 'none',
    dmarc: 'none',
    provenDomain: null,
  });
});

test('an expired signature, and one of a domain that only tests, prove nothing', async () => {
  const expired = signedToLength(await signed(), 't=1000000000; x=1000000001; ');
  expect(await verdict(expired)).toMatchObject({ dkim: 'neutral', provenDomain: null });
  expect(await verdict(await signed({ selector: 'testing' }))).toMatchObject({
    dkim: 'policy',
    provenDomain: null,
  });
});

test('DNS that fails is a result of its own, and no failure of the sender', async () => {
  const slow = await signed({ selector: 'slow' });
  expect(await verdict(slow, { zone: DMARC })).toMatchObject({
    dkim: 'temperror',
    dmarc: 'temperror',
    provenDomain: null,
  });
  const away: Zone = { 'x.example': { TXT: 'ETIMEOUT' }, '_dmarc.x.example': { TXT: 'ESERVFAIL' } };
  expect(await verdict('From: info@x.example\r\n\r\nhi\r\n', { session: SESSION, zone: away })).toEqual({
    spf: 'temperror',
    dkim: 'none',
    dmarc: 'temperror',
    provenDomain: null,
  });
  const noPolicy = { ...ZONE, '_dmarc.x.example': { TXT: 'ETIMEOUT' } };
  expect(await verdict(await signed(), { zone: noPolicy })).toMatchObject({
    dkim: 'pass',
    dmarc: 'temperror',
    provenDomain: 'x.example',
  });
});

test('a mail with a hundred signatures is not worth a hundred look-ups', async () => {
  let queries = 0;
  const counting = resolverOf(ZONE);
  const signature = /^DKIM-Signature:(?:.*\r\n[ \t])*.*\r\n/m.exec(await signed())?.[0] ?? '';
  const mail = signature.repeat(100) + (await signed());
  const result = await authenticate(Buffer.from(mail), STRANGER, (name, type) => {
    queries++;
    return counting(name, type);
  });
  expect(result).toMatchObject({ dkim: 'policy', provenDomain: null });
  expect(queries).toBeLessThan(5);
});

test('what is no mail at all gets a verdict too', async () => {
  for (const mail of [
    '',
    '\r\n',
    'hello',
    '\0\xff',
    'From: \r\n\r\n',
    'From: a@b@c\r\nDKIM-Signature: v=1\r\n\r\n',
  ])
    expect(await verdict(mail)).toMatchObject({ dkim: 'none', provenDomain: null });
  const session = { envelopeFrom: '', remoteAddress: '::1', heloName: '' };
  expect(await verdict('From: info@x.example\r\n\r\n', { session })).toMatchObject({ provenDomain: null });
});

/** Signed anew with an `l=` (RFC 6376 section 3.5) and more tags, which nodemailer does not write. */
function signedToLength(mail: string, tags = ''): string {
  const unsigned = mail.replace(/^DKIM-Signature:(?:.*\r\n[ \t])*.*\r\n/m, '');
  const [head = '', ...rest] = unsigned.split('\r\n\r\n');
  const body = `${rest.join('\r\n\r\n').replace(/(\r\n)+$/, '')}\r\n`;
  const bodyHash = createHash('sha256').update(body).digest('base64');
  const fields = ['From', 'Subject'].map(
    (name) => new RegExp(`^${name}:.*$`, 'm').exec(head)?.[0].trim() ?? '',
  );
  const header = `DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=x.example; s=s; ${tags}l=${Buffer.byteLength(body)}; h=from:subject; bh=${bodyHash}; b=`;
  const signature = sign('sha256', Buffer.from([...fields, header].join('\r\n')), privateKey);
  return `${header}${signature.toString('base64')}\r\n${head}\r\n\r\n${body}`;
}
