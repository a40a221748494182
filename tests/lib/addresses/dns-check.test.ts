import { expect, test } from 'vitest';
import { checkDns, type DnsResolver } from '#lib/addresses/dns-check.ts';

type Zone = { mx?: [number, string][]; txt?: string[][]; a?: string[]; away?: boolean };

/** A zone as a plain object: what is not in it does not exist. */
function resolverOf({ mx, txt, a, away }: Zone): DnsResolver {
  const answer = async <T>(records: T[] | undefined): Promise<T[]> => {
    if (away) throw Object.assign(new Error('timeout'), { code: 'ETIMEOUT' });
    if (!records) throw Object.assign(new Error('none'), { code: 'ENODATA' });
    return records;
  };
  return {
    resolveMx: () => answer(mx?.map(([priority, exchange]) => ({ type: 'MX', priority, exchange }))),
    resolveTxt: () => answer(txt),
    resolve4: () => answer(a),
    resolve6: () => answer<string>(undefined),
  };
}

const right: Zone = {
  mx: [[10, 'MX.acme.example']],
  txt: [['google-site-verification=1'], ['v=spf1 ', '-all']],
  a: ['192.0.2.1'],
};

test.each<[string, Zone, Record<'MX' | 'A' | 'SPF', string>]>([
  ['all as it should be', right, { MX: 'right', A: 'right', SPF: 'right' }],
  ['nothing', {}, { MX: 'missing', A: 'missing', SPF: 'missing' }],
  ['silence', { away: true }, { MX: 'unknown', A: 'unknown', SPF: 'unknown' }],
  ['mail elsewhere', { ...right, mx: [[1, 'mx.other.example']] }, { MX: 'wrong', A: 'right', SPF: 'right' }],
  [
    'another server first',
    {
      ...right,
      mx: [
        [20, 'mx.acme.example'],
        [5, 'mx.other.example'],
      ],
    },
    { MX: 'wrong', A: 'right', SPF: 'right' },
  ],
  [
    'another server second',
    {
      ...right,
      mx: [
        [20, 'mx.other.example'],
        [5, 'mx.acme.example'],
      ],
    },
    { MX: 'right', A: 'right', SPF: 'right' },
  ],
  [
    'two SPF records',
    { ...right, txt: [['v=spf1 -all'], ['v=spf1 mx ~all']] },
    { MX: 'right', A: 'right', SPF: 'wrong' },
  ],
  ['an SPF record for all', { ...right, txt: [['v=spf1 +all']] }, { MX: 'right', A: 'right', SPF: 'wrong' }],
])('DNS that says %s', async (_, zone, states) => {
  const findings = await checkDns('inbox.acme.example', 'mx.acme.example', resolverOf(zone));
  expect(Object.fromEntries(findings.map(({ record, state }) => [record, state]))).toEqual(states);
});

test('what DNS answers is shown as it stands there', async () => {
  const [mx, , spf] = await checkDns('inbox.acme.example', 'mx.acme.example', resolverOf(right));
  expect(mx?.found).toEqual(['inbox.acme.example. MX 10 MX.acme.example.']);
  expect(spf?.found).toEqual(['inbox.acme.example. TXT "v=spf1 -all"']);
});

test('without a name of its own Mailroom does not say which record is right', async () => {
  const findings = await checkDns('inbox.acme.example', null, resolverOf(right));
  expect(findings.map(({ record, state }) => [record, state])).toEqual([
    ['MX', 'unknown'],
    ['SPF', 'right'],
  ]);
});
