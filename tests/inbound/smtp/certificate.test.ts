import { X509Certificate } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readCertificate, selfSignedCertificate } from '#inbound/smtp/certificate.ts';
import { selfSign } from '#inbound/smtp/self-signed.ts';
import { inScratchFolder } from '#tests/inbound/smtp/receiver.ts';

test('a self-signed certificate names the host, and is valid by its own key', () => {
  for (const name of [
    'a.example',
    `${'long.'.repeat(40)}example`,
    ...Array.from({ length: 64 }, (_, i) => `h${'x'.repeat(i)}`),
  ]) {
    const { cert, key } = selfSign(name, new Date('2026-11-24'), new Date('2056-11-24'));
    const certificate = new X509Certificate(cert);
    expect(certificate.checkHost(name)).toBe(name);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.validTo).toContain('2056');
    expect(key).toContain('PRIVATE KEY');
  }
});

test('the certificate is made once, readable by nobody else, and made anew when it is broken', async () => {
  await inScratchFolder(async (folder) => {
    const made = await selfSignedCertificate(folder, 'inbox.example');
    expect(await selfSignedCertificate(folder, 'inbox.example')).toEqual(made);
    for (const file of ['key.pem', 'cert.pem'])
      expect((await stat(path.join(folder, 'tls', file))).mode & 0o777).toBe(0o600);
    await writeFile(path.join(folder, 'tls/key.pem'), '');
    const anew = await selfSignedCertificate(folder, 'inbox.example');
    expect(anew.key).not.toBe(made.key);
    expect(await readFile(path.join(folder, 'tls/cert.pem'), 'utf8')).toBe(anew.cert);
  });
});

test('a certificate that cannot be used is told by the setting that names it', async () => {
  await inScratchFolder(async (folder) => {
    const [one, other] = [1, 2].map(() => selfSign('one.example', new Date(), new Date(Date.now() + 60_000)));
    const file = async (name: string, text = '') => {
      await writeFile(path.join(folder, name), text);
      return path.join(folder, name);
    };
    const cert = await file('cert', one?.cert);
    const key = await file('key', one?.key);
    const mistakes: [{ cert: string; key: string }, RegExp][] = [
      [{ cert: path.join(folder, 'none'), key }, /^SMTP_TLS_CERT: .*none cannot be read \(ENOENT\)/],
      [{ cert, key: folder }, /^SMTP_TLS_KEY: .* cannot be read \(EISDIR\)/],
      [{ cert: await file('text', 'hi'), key }, /^SMTP_TLS_CERT: .*text holds no certificate in PEM form/],
      [{ cert, key: await file('text', 'hi') }, /^SMTP_TLS_KEY: .*text holds no private key in PEM form/],
      [{ cert, key: await file('other', other?.key) }, /^SMTP_TLS_KEY: .*other is not the key of .*cert/],
    ];
    for (const [files, line] of mistakes) await expect(readCertificate(files)).rejects.toThrow(line);
    expect(await readCertificate({ cert, key })).toEqual(one);
    const problem = selfSignedCertificate(cert, 'inbox.example');
    await expect(problem).rejects.toThrow('The certificate for STARTTLS cannot be kept in');
  });
});
