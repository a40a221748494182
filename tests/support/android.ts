import { createHmac } from 'node:crypto';

/** The event that SMS Gateway for Android posts for a text, as its WebHookEventDTO and SmsReceived payload are written. */
export function androidEvent(change: { event?: string; payload?: Record<string, unknown> } = {}) {
  return {
    id: 'Ey6ECgOkVVFjz3CL48B8C',
    webhookId: 'LreFUt-Z3sSq0JufY9uWB',
    event: change.event ?? 'sms:received',
    deviceId: 'ffffffffceb0b1db0000018e937c815b',
    payload: {
      messageId: 'abc123',
      sender: '40404',
      recipient: null,
      simNumber: 1,
      phoneNumber: '40404',
      message: 'Your X confirmation code is 073532.',
      receivedAt: '2026-11-24T17:00:00.000+07:00',
      ...change.payload,
    },
  };
}

/** Signed as the app signs: HMAC-SHA256 over the body and the seconds after it, in hexadecimal digits. */
export function androidRequest(
  url: string,
  signingKey: string,
  event: unknown,
  now: number = Date.now(),
): Request {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', signingKey)
    .update(body + timestamp)
    .digest('hex');
  return new Request(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Timestamp': timestamp, 'X-Signature': signature },
    body,
  });
}
