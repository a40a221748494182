import { type Addressed, readAddressed } from '#app/mailosaur/addressed.ts';
import { codesIn, readHtmlContent, readTextContent } from '#app/mailosaur/content.ts';
import { attachmentId } from '#app/mailosaur/files.ts';
import { findServers, type Server, serverOf } from '#app/mailosaur/servers.ts';
import type { Actor } from '#lib/access/actor.ts';
import { type Envelope, loadEnvelopes, loadReceivedHtml } from '#lib/messages/envelope.ts';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';
import { findContentIds } from '#lib/messages/source.ts';
import { settings } from '#lib/settings.ts';

/** Messages as a list or a search of Mailosaur's gives them. */
export async function presentSummaries(actor: Actor, messages: MessageSummary[]) {
  const [servers, envelopes] = await Promise.all([
    findServers(actor),
    loadEnvelopes(messages.map(({ id }) => id)),
  ]);
  return Promise.all(
    messages.map(async (message) => ({
      ...head(message, await readAddressed(envelopes.get(message.id)), servers),
      summary: message.snippet,
      attachments: message.attachmentCount,
    })),
  );
}

/** A whole one. Its HTML is what was received: for a program, which shows it to nobody. */
export async function presentMessage(actor: Actor, message: PublicMessage) {
  const [servers, envelopes, html, contentIds] = await Promise.all([
    findServers(actor),
    loadEnvelopes([message.id]),
    loadReceivedHtml(message.id),
    message.attachments.length > 0 ? findContentIds(actor, message.id) : [],
  ]);
  const envelope = envelopes.get(message.id);
  const codes = codesIn({ text: message.text, html }, message.codes);
  return {
    ...head(message, await readAddressed(envelope), servers),
    html: { ...readHtmlContent(html), codes: codes.html },
    text: { ...readTextContent(message.text), codes: codes.text },
    attachments: message.attachments.map(({ index, filename, contentType, size }) => ({
      id: attachmentId(message.id, index),
      contentType,
      fileName: filename,
      contentId: contentIds[index] ?? null,
      length: size,
      url: `${settings().web.publicUrl}/mailosaur/api/files/attachments/${attachmentId(message.id, index)}`,
    })),
    metadata: presentMetadata(message, envelope),
  };
}

function head(message: MessageSummary, addressed: Addressed, servers: Server[]) {
  const { id, channel, from, to, subject, receivedAt } = message;
  const isEmail = channel === 'email';
  return {
    id,
    type: isEmail ? 'Email' : 'SMS',
    server: serverOf(message.address, servers),
    from: from.address === null ? [] : [contact(from.address, from.name, isEmail)],
    to: addressed.to.length > 0 ? addressed.to : to.map((recipient) => contact(recipient, null, isEmail)),
    cc: addressed.cc,
    bcc: addressed.bcc,
    received: receivedAt,
    subject,
  };
}

function presentMetadata({ channel, headers, to }: PublicMessage, envelope: Envelope | undefined) {
  return {
    headers: headers.map(([field, value]) => ({ field, value })),
    ehlo: envelope?.ehlo ?? null,
    mailFrom: envelope?.mailFrom ?? null,
    rcptTo: to.map((recipient) => contact(recipient, null, channel === 'email')),
  };
}

function contact(address: string, name: string | null, isEmail: boolean) {
  return { name, email: isEmail ? address : null, phone: isEmail ? null : address };
}
