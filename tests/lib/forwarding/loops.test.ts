import { expect, test } from 'vitest';
import { whyNotByRule } from '#lib/forwarding/loops.ts';

const BRAND = 'brand@inbox.example';
const hop = (address: string): [string, string] => ['x-mailroom-forwarded', ` ${address}`];

test.each<[string, [string, string][], string | null, RegExp | null]>([
  ['a code', [['Auto-Submitted', 'auto-generated']], 'info@x.com', null],
  ['a text message', [], null, null],
  ['what another address forwarded', [hop('a@b.example')], 'info@x.com', null],
  ['what this address forwarded', [hop('a@b.example'), hop(BRAND)], 'info@x.com', /in a circle/],
  ['what went a long way', ['a', 'b', 'c'].map((name) => hop(`${name}@b.example`)), 'i@x.com', /3 times/],
  ['an automatic reply', [['auto-submitted', 'auto-replied; x=y']], 'ann@partner.example', /automatic reply/],
  ['a bounce', [], '', /reports on a mail/],
])('a rule and %s', (_, headers, envelopeFrom, why) => {
  const answer = whyNotByRule({ headers, envelopeFrom }, BRAND);
  if (why === null) expect(answer).toBeNull();
  else expect(answer).toMatch(why);
});
