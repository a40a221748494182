import { setTimeout as sleep } from 'node:timers/promises';
import { handlingWith } from '#inbound/email/on-thread.ts';

/** Believes whoever the session says, at once or in a while; but for two mails that no real judge should be brought to. */
export default handlingWith(async (source) => {
  const text = source.toString();
  if (text.includes('LOOP')) for (;;);
  if (text.includes('SLOW')) await sleep(text.includes('SLOWEST') ? 4_000 : 200);
  if (text.includes('BROKEN')) throw new Error('It is broken.');
  return { spf: 'pass', dkim: 'none', dmarc: 'pass', arc: 'none', provenDomain: 'x.com' };
});
