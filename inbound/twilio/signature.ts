import webhooks from 'twilio/lib/webhooks/webhooks.js';

/**
 * Whether Twilio signed these parameters for this URL: HMAC-SHA1 over the URL and all parameters, blank ones
 * included (Twilio's documentation, “Webhooks security”). Twilio's own library decides, and tries the URL
 * with and without its port.
 * @param url the public URL that Twilio was given, never the one of the request
 * @param authTokens any of them will do: while a token is rotated there are two
 */
export function isSignedByTwilio(
  signature: string | null,
  url: string,
  parameters: Record<string, string>,
  authTokens: string[],
): boolean {
  if (!signature) return false;
  return authTokens.some((token) => webhooks.validateRequest(token, signature, url, parameters));
}
