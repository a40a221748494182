import { sealMessage } from 'mailauth';
import { expect, test } from 'vitest';
import { authenticate } from '#inbound/email/authenticate.ts';
import { DMARC, privateKey, STRANGER, signed } from '#tests/inbound/email/signed-mail.ts';
import { resolverOf, type Zone } from '#tests/inbound/email/zone.ts';

const verdict = (mail: string, zone: Zone = DMARC) =>
  authenticate(Buffer.from(mail), STRANGER, resolverOf(zone));

/** A mail as a forwarder passes it on: with its ARC set (RFC 8617), really sealed. */
async function forwarded(
  mail: string,
  set: { i?: number; cv?: string; domain?: string } = {},
): Promise<string> {
  const { i = 1, cv = 'none', domain = 'list.test' } = set;
  const seal = {
    signingDomain: domain,
    selector: 's',
    privateKey,
    i,
    cv,
    authResults: `${domain}; dkim=pass`,
  };
  return (await sealMessage(Buffer.from(mail), seal)).toString() + mail;
}

const changed = (mail: string) => mail.replace('62v3cc5t\r\nBye', '11111111\r\nBye');

test('a chain of seals that nobody broke passes', async () => {
  const once = await forwarded(await signed());
  expect(await verdict(once)).toMatchObject({ arc: 'pass', dkim: 'pass', provenDomain: 'x.example' });
  expect(await verdict(await forwarded(once, { i: 2, cv: 'pass' }))).toMatchObject({ arc: 'pass' });
  expect(await verdict(await signed())).toMatchObject({ arc: 'none' });
});

test('a mail that was changed after the last seal fails it', async () => {
  expect(await verdict(changed(await forwarded(await signed())))).toMatchObject({
    arc: 'fail',
    dkim: 'fail',
  });
});

test('a forwarder that vouches proves nothing about the author', async () => {
  const mail = await forwarded(changed(await signed()));
  expect(await verdict(mail)).toEqual({
    spf: 'none',
    dkim: 'fail',
    dmarc: 'fail',
    arc: 'pass',
    provenDomain: null,
  });
  // Not even one that seals in the author's name: only a DKIM signature is one.
  const own = await forwarded('From: info@x.example\r\nSubject: hi\r\n\r\nhi\r\n', { domain: 'x.example' });
  expect(await verdict(own)).toMatchObject({ dkim: 'none', arc: 'pass', provenDomain: null });
});

test('a chain with a gap, or one whose first seal was exchanged, fails', async () => {
  const once = await forwarded(await signed());
  const twice = await forwarded(once, { i: 2, cv: 'pass' });
  const firstSet = /^ARC-[\w-]+: (?:a=[\w-]+; )?i=1;(?:.*\r\n[ \t])*.*\r\n/gm;
  expect(twice.match(firstSet)).toHaveLength(3);
  expect(await verdict(twice.replace(firstSet, ''))).toMatchObject({ arc: 'fail' });
  const other = (await forwarded(await signed({ from: 'X <other@x.example>' }))).match(firstSet)?.join('');
  expect(await verdict(other + twice.replace(firstSet, ''))).toMatchObject({ arc: 'fail' });
});

test('a key that cannot be looked up is a result of its own', async () => {
  const mail = await forwarded(await signed());
  const slow: Zone = { ...DMARC, 's._domainkey.list.test': { TXT: 'ETIMEOUT' } };
  expect(await verdict(mail, slow)).toMatchObject({ arc: 'temperror', dkim: 'pass' });
  const { 's._domainkey.list.test': _, ...gone } = DMARC;
  expect(await verdict(mail, gone)).toMatchObject({ arc: 'fail', dkim: 'pass' });
});

test('a chain of fifty seals is not worth fifty look-ups', async () => {
  const seals = Array.from(
    { length: 50 },
    (_, i) =>
      `ARC-Seal: i=${i + 1}; a=rsa-sha256; d=d${i}.test; s=s; cv=${i ? 'pass' : 'none'}; b=aGk=\r\nARC-Message-Signature: i=${i + 1}; a=rsa-sha256; d=d${i}.test; s=s; h=from; bh=aGk=; b=aGk=\r\nARC-Authentication-Results: i=${i + 1}; d${i}.test; none\r\n`,
  );
  let queries = 0;
  const result = await authenticate(
    Buffer.from(seals.join('') + (await signed())),
    STRANGER,
    (name, type) => {
      queries += 1;
      return resolverOf(DMARC)(name, type);
    },
  );
  expect(result).toMatchObject({ arc: 'policy', dkim: 'pass' });
  expect(queries).toBeLessThan(10);
});
