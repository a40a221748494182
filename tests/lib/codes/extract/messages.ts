import type { MessageContent } from '#lib/codes/extract.ts';

/** An email from X unless it says otherwise. */
export function email(given: Partial<MessageContent>): MessageContent {
  return { channel: 'email', from: 'X <verify@x.com>', subject: null, text: null, html: null, ...given };
}

export function sms(text: string, from: string | null = null): MessageContent {
  return { channel: 'sms', from, subject: null, text, html: null };
}
