import { FORWARDED, hopsOf } from '#lib/forwarding/loops.ts';
import type { PublicMessage } from '#lib/messages/present.ts';
import type { Source } from '#lib/messages/source.ts';
import type { OutgoingMail } from '#lib/relay/send.ts';

type Given = {
  to: string;
  workspace: string;
  message: PublicMessage;
  source: Source;
  byRule: boolean;
};

/**
 * Pure: the mail in which a message is forwarded: what it is about in plain text, and an email whole as it came.
 * It comes from Mailroom and says so; nobody is made to believe that it came from the first sender.
 */
export function compose({ to, workspace, message, source, byRule }: Given): OutgoingMail {
  const isEmail = message.channel === 'email';
  return {
    to,
    fromName: `${workspace} (Mailroom)`,
    subject: subjectOf(message),
    text: textOf(message, workspace),
    headers: {
      // For vacation programs (RFC 3834 section 5), and for those that know only this one.
      ...(byRule && { 'Auto-Submitted': 'auto-generated' }),
      'X-Auto-Response-Suppress': 'All',
      [FORWARDED]: [...hopsOf(message.headers), message.address],
    },
    ...(isEmail && {
      attachments: [{ filename: 'original.eml', contentType: 'message/rfc822', content: source.bytes }],
    }),
  };
}

function subjectOf({ channel, subject, from, address }: PublicMessage): string {
  if (channel === 'email') return `Fwd: ${subject || 'No subject'}`;
  return `${channel === 'voice' ? 'Call' : channel.toUpperCase()} from ${from.address ?? 'an unknown number'} to ${address}`;
}

function textOf(message: PublicMessage, workspace: string): string {
  const { codes, text, snippet, links } = message;
  return [
    `Forwarded from the Shared Inbox of ${workspace}.`,
    '',
    ...codes.map(({ code, service }) => `Code: ${code}${service ? ` (${service})` : ''}`),
    ...(codes.length > 0 ? [''] : []),
    ...headOf(message),
    '',
    text?.trim() || snippet || 'It has no text of its own.',
    ...(text ? [] : links.map(({ href }) => href)),
    '',
  ].join('\n');
}

function headOf({
  channel,
  from,
  to,
  address,
  subject,
  receivedAt,
  authentication,
}: PublicMessage): string[] {
  const sender = [from.name, from.address && `<${from.address}>`].filter(Boolean).join(' ') || 'not given';
  const { provenDomain } = authentication;
  return [
    `From: ${channel === 'email' ? sender : (from.address ?? 'not given')}`,
    ...(channel === 'email'
      ? [provenDomain ? `Proven to come from ${provenDomain}.` : 'Not proven: anyone could have sent this.']
      : []),
    `To: ${to.join(', ') || address}`,
    ...(channel === 'email' ? [`Subject: ${subject ?? ''}`] : []),
    `Received: ${receivedAt}`,
  ];
}
