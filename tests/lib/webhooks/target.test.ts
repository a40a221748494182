import { describe, expect, test, vi } from 'vitest';
import { post } from '#lib/webhooks/post.ts';
import { isPublic, publicLookup, readTarget } from '#lib/webhooks/target.ts';

const resolved = vi.hoisted(() => ({ addresses: [] as string[] }));
vi.mock('node:dns', () => ({
  lookup: (_: string, __: object, callback: (error: null, addresses: object[]) => void) =>
    callback(
      null,
      resolved.addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
}));

test.each(['93.184.216.34', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450:4001:82a::200e'])(
  '%s is public',
  (address) => {
    expect(isPublic(address)).toBe(true);
  },
);

test.each([
  ...['0.0.0.0', '127.0.0.1', '127.8.9.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...[
    '169.254.169.254',
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
  ],
  ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::7f00:1', '::ffff:0:127.0.0.1'],
  ...[
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
  ],
  ...['2002:7f00:1::', '2001::1', '2001:db8::1', '100::1', '3fff::1', '5f00::1'],
])('%s is not public', (address) => {
  expect(isPublic(address)).toBe(false);
});

describe('a target', () => {
  const refused = (url: string, words: RegExp) => expect(() => readTarget(url, false)).toThrow(words);

  test('is an https URL of a public host, without a password', () => {
    expect(readTarget('https://Example.com/hook?key=1#part', false).href).toBe(
      'https://example.com/hook?key=1',
    );
    refused('nonsense', /such as https/);
    refused('http://example.com/', /https/);
    refused('ftp://example.com/', /https/);
    refused('https://user:password@example.com/', /password/);
    refused(`https://example.com/${'x'.repeat(2_000)}`, /2000/);
  });

  test('is not inside, however that is spelled', () => {
    for (const host of [
      ...['localhost', 'localhost.', 'intranet', 'printer.local', 'metadata.google.internal', 'a.localhost'],
      ...[
        '127.0.0.1',
        '0x7f.1',
        '2130706433',
        '017700000001',
        '[::1]',
        '[::ffff:10.0.0.1]',
        '[fe80::1]',
        '169.254.169.254',
      ],
    ])
      refused(`https://${host}/`, /must be public/);
  });

  test('may be inside, and plain http, where the operator allows it', () => {
    expect(readTarget('http://localhost:8080/hook', true).href).toBe('http://localhost:8080/hook');
  });
});

describe('a name', () => {
  const look = (all: boolean) =>
    new Promise((resolve, reject) =>
      publicLookup('hooks.example', { all }, (error, address, family) =>
        error ? reject(error) : resolve(all ? address : { address, family }),
      ),
    );

  test('is looked up once, and only its checked addresses are connected to', async () => {
    resolved.addresses = ['93.184.216.34', '2606:4700:4700::1111'];
    expect(await look(true)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700:4700::1111', family: 6 },
    ]);
    expect(await look(false)).toEqual({ address: '93.184.216.34', family: 4 });
  });

  test('that leads inside is refused, also when only one of its addresses does', async () => {
    for (const inside of ['127.0.0.1', '::ffff:127.0.0.1', '100.64.0.1', 'fd00::1']) {
      resolved.addresses = ['93.184.216.34', inside];
      await expect(look(true)).rejects.toThrow(`hooks.example is at ${inside}`);
      await expect(look(false)).rejects.toThrow('not a public address');
    }
  });

  test('that leads inside by the time of the request is not connected to', async () => {
    resolved.addresses = ['127.0.0.1'];
    const options = { allowPrivate: false, signal: new AbortController().signal };
    const answer = await post('https://rebound.example/hook', '{}', {}, options);
    expect(answer).toMatchObject({ status: null, error: expect.stringContaining('not a public address') });
  });
});
