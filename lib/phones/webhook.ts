import { settings } from '#lib/settings.ts';

/** What Twilio is told of a number: where its texts go, and where when that fails. */
export type NumberWebhook = {
  smsUrl: string | null;
  smsMethod: string | null;
  smsFallbackUrl: string | null;
  smsApplicationSid: string | null;
};

/** Twilio's webhook for incoming messages, and its fallback. */
export function textsUrl(): string {
  return `${settings().web.publicUrl}/api/inbound/twilio/sms`;
}

/** As it should be. An application would go before the URLs. */
export function rightWebhook() {
  const url = textsUrl();
  return {
    ...{ smsUrl: url, smsMethod: 'POST', smsFallbackUrl: url, smsFallbackMethod: 'POST' },
    smsApplicationSid: '',
  };
}

/** Pure. `none`: texts to it are received by nobody. */
export function webhookState(given: NumberWebhook, url: string): 'right' | 'elsewhere' | 'none' {
  if (given.smsApplicationSid) return 'elsewhere';
  if (!given.smsUrl) return 'none';
  const isRight = given.smsUrl === url && given.smsFallbackUrl === url && given.smsMethod === 'POST';
  return isRight ? 'right' : 'elsewhere';
}
