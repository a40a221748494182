import { deliver } from '#inbound/deliver.ts';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';
import { pool } from '#lib/database/pool.ts';
import { recordVerdict } from '#lib/messages/authenticate.ts';

/** A mail or text as a member would find it in their inbox. `proven`: the domain that its sender proves; null: none. */
export type SampleMail = {
  from: string;
  name?: string;
  subject?: string;
  text: string;
  html?: string;
  proven?: string | null;
  /** How long ago it came; 0 for something that a page sees come. */
  seconds?: number;
  attachments?: ReceivedMessage['attachments'];
  problem?: string;
};

const X_LOGIN = (code: string) => ({
  from: 'info@x.com',
  name: 'X',
  subject: `Your X confirmation code is ${code}`,
  text: `Hi,\n\nWe noticed an attempt to log in to your account @brand that seems suspicious. Was this you?\n\nIf this was you\nEnter the following single-use code to confirm your login:\n\n${code}\n\nIf this was not you\nPlease change your password now to protect your account.\n\nThanks,\nX`,
  html: `<div style="max-width:520px;margin:auto;font-family:Helvetica,Arial,sans-serif"><h2 style="font-size:24px">Confirm your login</h2><p>We noticed an attempt to log in to your account <b>@brand</b> that seems suspicious. Was this you?</p><p>Enter the following single-use code:</p><p style="font-size:28px;font-weight:bold">${code}</p><p>If this was not you, <a href="https://x.com/account/begin_password_reset">change your password now</a>.</p></div>`,
  proven: 'x.com',
});

/** The newest first: what a team's inbox looks like on an ordinary morning. */
export const SAMPLE_MAIL: SampleMail[] = [
  { ...X_LOGIN('62v3cc5t'), seconds: 12 },
  {
    from: 'noreply@github.com',
    name: 'GitHub',
    subject: '[GitHub] Please verify your device',
    text: 'Hey acme-dev!\n\nA sign in attempt requires further verification because we did not recognize your device. To complete the sign in, enter the verification code on the unrecognized device.\n\nDevice: Chrome on Linux\nVerification code: 481902\n\nIf you did not attempt to sign in to your account, your password may be compromised.\n\nhttps://github.com/settings/security',
    proven: 'github.com',
    seconds: 4 * 60,
  },
  { ...X_LOGIN('k93mq2wp'), seconds: 9 * 60 },
  {
    from: 'billing@paperhat.example',
    name: 'Paperhat',
    subject: 'Invoice 2026-1184 for November',
    text: 'Hello Acme,\n\nthank you for your business. The invoice for November is attached.\n\nKind regards\nPaperhat',
    proven: 'paperhat.example',
    seconds: 34 * 60,
    attachments: [{ filename: 'invoice-2026-1184.pdf', contentType: 'application/pdf', size: 48_213 }],
  },
  {
    from: 'security@x-support-team.example',
    name: 'X Support',
    subject: 'Urgent: your account will be suspended, code 771204',
    text: 'Dear user,\n\nyour X account will be suspended within 24 hours. Your verification code is 771204. Confirm here:\nhttps://x-support-team.example/confirm?u=brand',
    proven: null,
    seconds: 71 * 60,
  },
  {
    from: 'no-reply@accounts.google.com',
    name: 'Google',
    subject: 'Your Google verification code',
    text: 'Dear Google User,\n\nWe received a request to access your Google Account. Your Google verification code is:\n\n073532\n\nIf you did not request this code, it is possible that someone else is trying to access your account.',
    proven: 'google.com',
    seconds: 3 * 3_600,
  },
  {
    from: 'verify@x.com',
    name: 'X',
    subject: '018274 is your X verification code',
    text: 'Confirm your email address\n\nThere is one quick step you need to complete. Please enter this verification code to get started on X:\n\n018274\n\nVerification codes expire after two hours.',
    proven: 'x.com',
    seconds: 26 * 3_600,
  },
  {
    from: 'hello@figma.com',
    name: 'Figma',
    subject: 'Confirm your email address',
    text: 'Hi there,\n\nconfirm your email address to finish signing up:\nhttps://www.figma.com/verify?token=8f2c1e\n\nThis link expires in 24 hours.',
    html: '<p>Hi there,</p><p><a href="https://www.figma.com/verify?token=8f2c1e">Confirm email address</a></p><p>This link expires in 24 hours.</p>',
    proven: 'figma.com',
    seconds: 29 * 3_600,
  },
  {
    from: 'info@x.com',
    name: 'X',
    subject: 'New login to X from ChromeDesktop on Windows',
    text: 'We noticed a login to your account @brand from a new device. Was this you?\n\nLocation: Berlin, Germany\nDevice: ChromeDesktop on Windows',
    proven: 'x.com',
    seconds: 51 * 3_600,
  },
];

/** Delivers a sample as if it had come over SMTP. Resolves with the message's id. */
export async function deliverSample(recipient: string, sample: SampleMail): Promise<string> {
  const source = sourceOf(bytesOf(recipient, sample), 'message/rfc822');
  const [outcome] = await deliver({
    channel: 'email',
    recipients: [recipient],
    identity: `sha256:${source.sha256.toString('hex')}`,
    source,
    from: { address: sample.from, name: sample.name ?? null },
    subject: sample.subject ?? null,
    text: sample.text,
    html: sample.html ?? null,
    headers: [['Subject', sample.subject ?? '']],
    attachments: sample.attachments ?? [],
    sentAt: null,
    problem: sample.problem ?? null,
    session: { envelopeFrom: sample.from, remoteAddress: '192.0.2.1', heloName: 'mx.example' },
  });
  if (outcome?.result !== 'stored') throw new Error(`${recipient} was ${outcome?.result ?? 'not asked'}.`);
  await settle(outcome.messageId, sample);
  return outcome.messageId;
}

/** What time and DNS do to a message afterwards. */
async function settle(id: string, { seconds = 0, proven }: SampleMail): Promise<void> {
  if (seconds > 0) {
    const past = "$2 * interval '1 second'";
    await pool().query(`UPDATE message SET received_at = received_at - ${past} WHERE id = $1`, [id, seconds]);
    await pool().query(
      `UPDATE code SET received_at = received_at - ${past}, expires_at = expires_at - ${past} WHERE message_id = $1`,
      [id, seconds],
    );
  }
  if (proven === undefined) return;
  const result = proven ? 'pass' : 'fail';
  await recordVerdict([id], { spf: result, dkim: result, dmarc: result, arc: 'none', provenDomain: proven });
}

function bytesOf(recipient: string, { from, subject, text }: SampleMail): Buffer {
  const id = `<${crypto.randomUUID()}@${from.split('@')[1]}>`;
  return Buffer.from(
    `From: ${from}\r\nTo: ${recipient}\r\nSubject: ${subject ?? ''}\r\nMessage-ID: ${id}\r\n\r\n${text.replaceAll('\n', '\r\n')}\r\n`,
  );
}
