import { afterAll } from 'vitest';
import { newAccount } from '#bin/demo/twilio/account.ts';
import { startTwilio } from '#bin/demo/twilio.ts';

/**
 * A server that answers as Twilio does, for the test file, and points `settings()` at it. Call it at the head of the
 * file, before anything reads the settings.
 */
export async function openTwilio(publicUrl = 'https://mail.example.com') {
  const account = newAccount();
  const server = await startTwilio(account);
  Object.assign(process.env, {
    PUBLIC_URL: publicUrl,
    TWILIO_ACCOUNT_SID: account.sid,
    TWILIO_AUTH_TOKEN: account.token,
    TWILIO_API_URL: server.url,
  });
  afterAll(() => server.close());
  return server;
}
