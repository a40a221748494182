import { expect, test } from 'vitest';
import { authenticate } from '#inbound/email/authenticate.ts';
import { DMARC, SESSION, STRANGER, signed, signedToLength, ZONE } from '#tests/inbound/email/signed-mail.ts';
import { resolverOf, type Zone } from '#tests/inbound/email/zone.ts';

const verdict = (mail: string, { session = STRANGER, zone = ZONE } = {}) =>
  authenticate(Buffer.from(mail), session, resolverOf(zone));

test('a signature of the author’s domain proves it, also where the domain has no DMARC', async () => {
  expect(await verdict(await signed())).toEqual({
    arc: 'none',
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
    arc: 'none',
    spf: 'pass',
    dkim: 'none',
    dmarc: 'pass',
    provenDomain: 'x.example',
  });
  expect(await verdict(mail, { session: SESSION })).toEqual({
    arc: 'none',
    spf: 'pass',
    dkim: 'none',
    dmarc: 'none',
    provenDomain: null,
  });
});

test('an unsigned mail from anywhere proves nothing', async () => {
  expect(await verdict('From: info@x.example\r\nSubject: hi\r\n\r\nhi\r\n', { zone: DMARC })).toEqual({
    arc: 'none',
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

test('a lookalike proves only itself, spelled so that nobody takes it for another', async () => {
  const mail = await signed({ from: 'X <info@x-example.test>', domain: 'x-example.test' });
  expect(await verdict(mail)).toMatchObject({ dkim: 'pass', provenDomain: 'x-example.test' });
  // A Cyrillic letter that looks like the Latin one.
  const homograph = 'xn--e1awg7f.test';
  const spelled = await signed({ from: `X <info@${homograph}>`, domain: homograph });
  expect(await verdict(spelled)).toMatchObject({ dkim: 'pass', provenDomain: homograph });
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
    arc: 'none',
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
    arc: 'none',
    spf: 'none',
    dkim: 'none',
    dmarc: 'none',
    provenDomain: null,
  });
});

test('an expired signature, and one of a domain that only tests, prove nothing', async () => {
  const expired = signedToLength(await signed(), 't=1000000000; x=1000000001; ');
  expect(await verdict(expired)).toMatchObject({ dkim: 'neutral', provenDomain: null });
  const now = new Date(1_000_000_000_500);
  expect(await authenticate(Buffer.from(expired), STRANGER, resolverOf(ZONE), now)).toMatchObject({
    dkim: 'pass',
    provenDomain: 'x.example',
  });
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
    arc: 'none',
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

test('a signature over none of the body (l=0), and one of another length, prove nothing', async () => {
  const mail = await signed();
  for (const length of [0, 1])
    expect(await verdict(signedToLength(mail, '', length))).toMatchObject({
      dkim: 'policy',
      provenDomain: null,
    });
});

test('a mail that was made to cost the verifier its time is not verified', async () => {
  const long = Array.from({ length: 8_000 }, (_, i) => `X-Filler-${i}: ${'y'.repeat(40)}\r\n`).join('');
  expect(await verdict(long + (await signed()))).toMatchObject({ dkim: 'policy', provenDomain: null });
});

test('other work gets its turn while a long mail is verified', async () => {
  const mail = signedToLength(`${await signed()}${'a line of text\r\n'.repeat(200_000)}`);
  let turns = 0;
  const count = () => {
    turns += 1;
    turning = setImmediate(count);
  };
  let turning = setImmediate(count);
  expect(await verdict(mail)).toMatchObject({ dkim: 'pass', provenDomain: 'x.example' });
  clearImmediate(turning);
  // One for each slice of 64 KiB.
  expect(turns).toBeGreaterThan(40);
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
