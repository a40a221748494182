import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { selfSign } from '#inbound/smtp/self-signed.ts';

export type Certificate = { cert: string; key: string };

/** Senders do not check the name or the age of a mail server's certificate (RFC 7435), so it need not be renewed. */
const SELF_SIGNED_MS = 10 * 365 * 24 * 60 * 60_000;

/** In words for an operator. */
export class CertificateError extends Error {
  override name = 'CertificateError';
}

/** @throws CertificateError naming the setting, what is wrong with its file and what would be right */
export async function readCertificate(files: { cert: string; key: string }): Promise<Certificate> {
  // One after the other, so that of two that are missing the same one is always named.
  const cert = await read('SMTP_TLS_CERT', files.cert);
  const key = await read('SMTP_TLS_KEY', files.key);
  const certificate = parsed(
    `SMTP_TLS_CERT: ${files.cert} holds no certificate in PEM form.`,
    () => new X509Certificate(cert),
  );
  const privateKey = parsed(
    `SMTP_TLS_KEY: ${files.key} holds no private key in PEM form without a passphrase.`,
    () => createPrivateKey(key),
  );
  if (!certificate.checkPrivateKey(privateKey))
    throw new CertificateError(
      `SMTP_TLS_KEY: ${files.key} is not the key of the first certificate in ${files.cert} (SMTP_TLS_CERT).`,
    );
  // OpenSSL is stricter: keys that are too short, signatures by MD5, a chain that is cut off.
  parsed(`SMTP_TLS_CERT: ${files.cert} cannot be used for TLS`, () => createSecureContext({ cert, key }));
  return { cert, key };
}

/** The certificate in `<dataDir>/tls`, made there at the first start: encrypted is better than not, proven or not. */
export async function selfSignedCertificate(dataDir: string, name: string): Promise<Certificate> {
  const folder = path.join(dataDir, 'tls');
  const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  const kept = await readCertificate(files).catch(() => null);
  if (kept) return kept;
  const now = new Date();
  const made = selfSign(name, now, new Date(now.getTime() + SELF_SIGNED_MS));
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeWhole(files.key, made.key);
    await writeWhole(files.cert, made.cert);
  } catch (error) {
    throw new CertificateError(
      `The certificate for STARTTLS cannot be kept in ${folder}: ${(error as Error).message}`,
    );
  }
  return made;
}

async function read(setting: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CertificateError(
      `${setting}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
    );
  }
}

function parsed<T>(mistake: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // What stands in the middle of a sentence is to be followed by the reason.
    throw new CertificateError(mistake.endsWith('.') ? mistake : `${mistake}: ${(error as Error).message}.`);
  }
}

/** A start that is cut off leaves no half of a file behind, nor do two receivers that start at once. */
async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, text, { mode: 0o600 });
  await rename(unfinished, file);
}
