import { readHeaders } from '#inbound/email/headers.ts';
import type { MailContent } from '#inbound/email/read.ts';

/** Of a mail whose reading had to be cut off: what costs next to nothing. By itself, so that no parser is loaded for it. */
export function unreadMail(source: Buffer): MailContent {
  return {
    ...{
      from: { address: null, name: null },
      subject: null,
      text: null,
      html: null,
      attachments: [],
      sentAt: null,
    },
    headers: readHeaders(source),
    problem: 'It could not be read; its source has all of it.',
    extraction: { service: null, codes: [], links: [] },
  };
}
