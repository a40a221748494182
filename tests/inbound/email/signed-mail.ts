import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Zone } from '#tests/inbound/email/zone.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicKey = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const KEY = { TXT: [`v=DKIM1; k=rsa; p=${publicKey}`] };

export const ZONE: Zone = {
  'x.example': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
  's._domainkey.x.example': KEY,
  's._domainkey.mail.x.example': KEY,
  's._domainkey.evil.example': KEY,
  's._domainkey.x-example.test': KEY,
  's._domainkey.xn--e1awg7f.test': KEY,
  's._domainkey.list.test': KEY,
  's._domainkey.evil.github.io': KEY,
  'testing._domainkey.x.example': { TXT: [`v=DKIM1; k=rsa; t=y; p=${publicKey}`] },
  'slow._domainkey.x.example': { TXT: 'ETIMEOUT' },
};
export const DMARC: Zone = { ...ZONE, '_dmarc.x.example': { TXT: ['v=DMARC1; p=reject'] } };
export const SESSION = {
  envelopeFrom: 'bounce@x.example',
  remoteAddress: '192.0.2.1',
  heloName: 'mx.x.example',
};
export const STRANGER = {
  envelopeFrom: 'bounce@list.test',
  remoteAddress: '198.51.100.7',
  heloName: 'list.test',
};

const SIGNED = { from: 'X <info@x.example>', domain: 'x.example', selector: 's', skip: '' };

/** A really signed mail (nodemailer's DKIM). */
export async function signed(change: Partial<typeof SIGNED> = {}): Promise<string> {
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

/** Signed anew with an `l=` (RFC 6376 section 3.5) and more tags, which nodemailer does not write. */
export function signedToLength(mail: string, tags = '', length?: number): string {
  const unsigned = mail.replace(/^DKIM-Signature:(?:.*\r\n[ \t])*.*\r\n/m, '');
  const [head = '', ...rest] = unsigned.split('\r\n\r\n');
  const body = `${rest.join('\r\n\r\n').replace(/(\r\n)+$/, '')}\r\n`;
  const signedLength = length ?? Buffer.byteLength(body);
  const bodyHash = createHash('sha256').update(body.slice(0, signedLength)).digest('base64');
  const fields = ['From', 'Subject'].map(
    (name) => new RegExp(`^${name}:.*$`, 'm').exec(head)?.[0].trim() ?? '',
  );
  const header = `DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=x.example; s=s; ${tags}l=${signedLength}; h=from:subject; bh=${bodyHash}; b=`;
  const signature = sign('sha256', Buffer.from([...fields, header].join('\r\n')), privateKey);
  return `${header}${signature.toString('base64')}\r\n${head}\r\n\r\n${body}`;
}
