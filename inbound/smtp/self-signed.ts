import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Certificate } from '#inbound/smtp/certificate.ts';

/**
 * A self-signed certificate (RFC 5280 section 4.1) for a host name, on an EC key over P-256. Written out, since it is
 * thirty lines of DER, and the library for it brings fourteen packages whose versions must match to work at all.
 */
export function selfSign(hostName: string, notBefore: Date, notAfter: Date): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(OID.commonName, utf8(hostName.slice(0, MAX_COMMON_NAME)))));
  const alternativeNames = sequence(OID.subjectAltName, octets(sequence(der(0x82, Buffer.from(hostName)))));
  const toBeSigned = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, serialNumber()),
    sequence(OID.ecdsaWithSha256),
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(alternativeNames)), // extensions
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const whole = sequence(toBeSigned, sequence(OID.ecdsaWithSha256), der(0x03, Buffer.from([0]), signature));
  return {
    cert: pem('CERTIFICATE', whole),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** RFC 5280 appendix A.1, `ub-common-name`; senders look at the alternative name anyway. */
const MAX_COMMON_NAME = 64;

const OID = {
  commonName: Buffer.from('0603550403', 'hex'), // 2.5.4.3
  subjectAltName: Buffer.from('0603551d11', 'hex'), // 2.5.29.17
  ecdsaWithSha256: Buffer.from('06082a8648ce3d040302', 'hex'), // 1.2.840.10045.4.3.2
};

/** RFC 7468 section 2: lines of 64 characters, and no empty one. */
function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** One value of X.690 section 8.1: tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  const { length } = bytes;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), bytes]);
}

const sequence = (...content: Buffer[]): Buffer => der(0x30, ...content);
const set = (...content: Buffer[]): Buffer => der(0x31, ...content);
const octets = (content: Buffer): Buffer => der(0x04, content);
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));

/** Positive and without a leading zero (X.690 section 8.3.2). */
function serialNumber(): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

/** RFC 5280 section 4.1.2.5: two digits of the year until 2049. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+|[-:T]/g, '');
  return date.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits));
}
