import { expect, test } from 'vitest';
import { seal, unseal } from '#lib/seal.ts';
import { SECRET } from '#tests/support/web-app.ts';

process.env.DATABASE_URL ??= 'postgresql://nowhere.example/none';
process.env.MAILROOM_SECRET = SECRET;

test('a sealed secret is opened in its own place, and never looks the same twice', () => {
  const sealed = seal('GEZDGNBVGY3TQOJQ', 'account 1');
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('GEZD');
  expect(unseal(sealed, 'account 1')).toBe('GEZDGNBVGY3TQOJQ');
  expect(Buffer.from(seal('GEZDGNBVGY3TQOJQ', 'account 1')).equals(Buffer.from(sealed))).toBe(false);
});

test('moved to another place, changed, cut or of another version, it is refused', () => {
  const sealed = seal('GEZDGNBVGY3TQOJQ', 'account 1');
  const changed = (at: number) => sealed.with(at, (sealed[at] ?? 0) ^ 1);
  expect(() => unseal(sealed, 'account 2')).toThrow(/MAILROOM_SECRET/);
  for (const at of [0, 1, 13, 29, sealed.length - 1])
    expect(() => unseal(changed(at), 'account 1'), `byte ${at}`).toThrow(/MAILROOM_SECRET/);
  for (const length of [0, 1, 20, 28])
    expect(() => unseal(sealed.slice(0, length), 'account 1')).toThrow(/MAILROOM_SECRET/);
});
