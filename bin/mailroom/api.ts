import { UsageError } from '#bin/mailroom/usage.ts';
import { Mailroom } from '#lib/client.ts';
import { parseSettings, readDotEnv, SettingsError } from '#lib/settings.ts';

/** A day: whoever waits longer has forgotten that they do. */
const LONGEST_WAIT = 86_400;

/** The API at MAILROOM_URL, with MAILROOM_TOKEN. @throws SettingsError without a token */
export function openApi(): Mailroom {
  readDotEnv();
  const { url, token } = parseSettings(process.env).client;
  if (token) return new Mailroom({ url, token });
  throw new SettingsError(['MAILROOM_TOKEN must be an API token; mailroom token create makes one']);
}

/** @throws UsageError */
export function secondsOf(text = '0'): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds <= LONGEST_WAIT) return seconds;
  throw new UsageError(`--wait takes whole seconds, 0 to ${LONGEST_WAIT}, and not “${text}”.`);
}
