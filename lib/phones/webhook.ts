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

/** Pure: it leads here, and only the fallback or the method is not as it should be. */
export function isHalfRight(given: NumberWebhook, url: string): boolean {
  return given.smsUrl === url && !given.smsApplicationSid && webhookState(given, url) !== 'right';
}

/** What Twilio is told of a number's calls. */
export type VoiceWebhook = {
  voiceUrl: string | null;
  voiceMethod: string | null;
  voiceFallbackUrl: string | null;
  voiceApplicationSid: string | null;
};

/** Twilio's webhook for calls, and its fallback. */
export function voiceUrl(): string {
  return `${settings().web.publicUrl}/api/inbound/twilio/voice`;
}

/** Where Twilio says what was said in a call. */
export function transcriptionUrl(): string {
  return `${settings().web.publicUrl}/api/inbound/twilio/transcription`;
}

/** As it should be where calls are answered. */
export function rightVoice() {
  const url = voiceUrl();
  return {
    ...{ voiceUrl: url, voiceMethod: 'POST', voiceFallbackUrl: url, voiceFallbackMethod: 'POST' },
    voiceApplicationSid: '',
  };
}

/** Where they are not any more. */
export const NO_VOICE = { voiceUrl: '', voiceFallbackUrl: '' };

export function voiceState(given: VoiceWebhook): 'right' | 'elsewhere' {
  const url = voiceUrl();
  const leadsHere = given.voiceUrl === url && given.voiceFallbackUrl === url && given.voiceMethod === 'POST';
  return leadsHere && !given.voiceApplicationSid ? 'right' : 'elsewhere';
}
