import { answer, answerJson } from '#bin/mailroom/output.ts';
import { type Given, UsageError } from '#bin/mailroom/usage.ts';
import { Mailroom } from '#lib/client.ts';
import { parseSettings, readDotEnv, SettingsError } from '#lib/settings.ts';

/** A day: whoever waits longer has forgotten that they do. */
const LONGEST_WAIT = 86_400;

export async function run(given: Given): Promise<undefined> {
  readDotEnv();
  const { url, token } = parseSettings(process.env).client;
  if (!token)
    throw new SettingsError(['MAILROOM_TOKEN must be an API token; mailroom token create makes one']);
  const mailroom = new Mailroom({ url, token });
  const [address = ''] = given.positionals;
  const options = {
    service: given.text('service'),
    after: given.text('after'),
    wait: secondsOf(given.text('wait')),
  };
  const code = given.flag('claim')
    ? await mailroom.claim(address, options)
    : await mailroom.code(address, options);
  if (given.flag('json')) answerJson(code);
  else answer(code.code);
}

function secondsOf(text = '0'): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds <= LONGEST_WAIT) return seconds;
  throw new UsageError(`--wait takes whole seconds, 0 to ${LONGEST_WAIT}, and not “${text}”.`);
}
