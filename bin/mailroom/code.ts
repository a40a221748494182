import { openApi, secondsOf } from '#bin/mailroom/api.ts';
import { answer, answerJson } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';

export async function run(given: Given): Promise<undefined> {
  const mailroom = openApi();
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
