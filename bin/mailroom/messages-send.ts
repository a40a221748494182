import { openApi, secondsOf } from '#bin/mailroom/api.ts';
import { answer, answerJson, tell } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';

export async function run(given: Given): Promise<number> {
  const mailroom = openApi();
  const wait = secondsOf(given.text('wait'));
  const [text = ''] = given.positionals;
  const sent = await mailroom.send({
    ...{ from: given.text('from') ?? '', to: given.text('to') ?? '', text },
    idempotencyKey: given.text('key'),
  });
  const now = wait > 0 ? await mailroom.settled(sent.id, { wait }) : sent;
  const state = now.sending?.state ?? 'queued';
  if (given.flag('json')) answerJson(now);
  else answer(wait > 0 ? state : now.id);
  if (now.sending?.reason) tell(now.sending.reason);
  if (state === 'failed') return 1;
  if (wait === 0 || state === 'delivered') return 0;
  tell(`It is ${state} after ${wait} seconds, and may still arrive.`);
  return 3;
}
