import { randomBytes } from 'node:crypto';
import webhooks from 'twilio/lib/webhooks/webhooks.js';

export const ACCOUNT_SID = `AC${'1'.repeat(32)}`;
export const AUTH_TOKEN = 'a-token-for-tests';

/** The form that Twilio posts for an incoming SMS, with its blank parameters. */
export function twilioForm(change: Record<string, string> = {}): Record<string, string> {
  const sid = `SM${randomBytes(16).toString('hex')}`;
  return {
    ToCountry: 'US',
    ToState: '',
    SmsMessageSid: sid,
    NumMedia: '0',
    ToCity: '',
    FromZip: '',
    SmsSid: sid,
    FromState: '',
    SmsStatus: 'received',
    FromCity: '',
    Body: 'Your X confirmation code is 073532.',
    FromCountry: 'US',
    To: '+14155550100',
    ToZip: '',
    NumSegments: '1',
    MessageSid: sid,
    AccountSid: ACCOUNT_SID,
    From: '40404',
    ApiVersion: '2010-04-01',
    ...change,
  };
}

/** A request as Twilio sends it: signed with its own library, for the URL it was given. */
export function twilioRequest(
  url: string,
  form: Record<string, string>,
  options: { authToken?: string; signedUrl?: string } = {},
): Request {
  const signature = webhooks.getExpectedTwilioSignature(
    options.authToken ?? AUTH_TOKEN,
    options.signedUrl ?? url,
    form,
  );
  return new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Twilio-Signature': signature },
    body: new URLSearchParams(form),
  });
}
