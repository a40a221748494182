import { X509Certificate } from 'node:crypto';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type Certificate, readCertificate } from '#inbound/smtp/certificate.ts';
import { followCertificate } from '#inbound/smtp/renewal.ts';
import { selfSign } from '#inbound/smtp/self-signed.ts';
import { inScratchFolder, receiver } from '#tests/inbound/smtp/receiver.ts';
import { Dialogue } from '#tests/support/dialogue.ts';
import { soon } from '#tests/support/soon.ts';

const make = () => selfSign('mx.example', new Date(), new Date(Date.now() + 60 * 60_000));
const fingerprintOf = ({ cert }: Certificate) => new X509Certificate(cert).fingerprint256;

let stop = () => {};
afterEach(() => stop());

/** A receiver that follows `cert.pem` and `key.pem` in a folder. */
async function following(folder: string, first: Certificate) {
  const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  await writeFile(files.cert, first.cert);
  await writeFile(files.key, first.key);
  const current = await readCertificate(files);
  const { port, useCertificate } = await receiver({ certificate: current });
  const log = vi.fn();
  stop = followCertificate({ files, current, use: useCertificate, log, everyMs: 10 });
  return { files, port, log };
}

/** At one moment, so that nobody reads a half of it. */
async function put(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function overTls(port: number): Promise<Dialogue> {
  const dialogue = await Dialogue.ready(port);
  await dialogue.say('STARTTLS');
  await dialogue.startTls();
  return dialogue;
}

/** What a sender that comes now is shown. */
async function shown(port: number): Promise<string> {
  const dialogue = await overTls(port);
  const { fingerprint } = dialogue;
  dialogue.close();
  return fingerprint;
}

const showsSoon = (port: number, certificate: Certificate) =>
  soon(async () => expect(await shown(port)).toBe(fingerprintOf(certificate)));

test('a certificate that is renewed is shown from then on, and who is connected stays so', async () => {
  await inScratchFolder(async (folder) => {
    const [first, second] = [make(), make()];
    const { files, port, log } = await following(folder, first);
    const connected = await overTls(port);
    expect(connected.fingerprint).toBe(fingerprintOf(first));
    await put(files.cert, second.cert);
    await put(files.key, second.key);
    await showsSoon(port, second);
    expect(await connected.say('EHLO client.example')).toMatch(/^250-/);
    expect(log).toHaveBeenCalledWith('certificate-renewed');
  });
});

test('a pair that is half written changes nothing until it is whole, and is told once', async () => {
  await inScratchFolder(async (folder) => {
    const [first, second] = [make(), make()];
    const { files, port, log } = await following(folder, first);
    await put(files.cert, second.cert);
    await soon(() => expect(log).toHaveBeenCalled());
    expect(await shown(port)).toBe(fingerprintOf(first));
    await put(files.key, second.key.slice(0, 100));
    await soon(() => expect(log).toHaveBeenCalledTimes(2));
    expect(await shown(port)).toBe(fingerprintOf(first));
    await rm(files.key);
    await soon(() => expect(log).toHaveBeenCalledTimes(3));
    expect(await shown(port)).toBe(fingerprintOf(first));
    expect(log.mock.calls.map(([event, facts]) => [event, facts.because])).toEqual([
      ['certificate-kept', expect.stringMatching(/^SMTP_TLS_KEY: .* is not the key of /)],
      ['certificate-kept', expect.stringMatching(/^SMTP_TLS_KEY: .* holds no private key/)],
      ['certificate-kept', expect.stringMatching(/^SMTP_TLS_KEY: .* cannot be read \(ENOENT\)/)],
    ]);
    await writeFile(files.key, second.key);
    await showsSoon(port, second);
  });
});

test('a link that is turned to another folder is followed', async () => {
  await inScratchFolder(async (folder) => {
    const [first, second] = [make(), make()];
    for (const [name, { cert, key }] of Object.entries({ first, second })) {
      await mkdir(path.join(folder, name));
      await writeFile(path.join(folder, name, 'cert.pem'), cert);
      await writeFile(path.join(folder, name, 'key.pem'), key);
    }
    const live = path.join(folder, 'live');
    await symlink('first', live);
    const { port } = await following(live, first);
    await symlink('second', `${live}.new`);
    await rename(`${live}.new`, live);
    await showsSoon(port, second);
  });
});
