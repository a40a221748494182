import { expect, test } from 'vitest';
import { groupsOf } from '#app/ui/code-text.tsx';

test.each([
  ['1234', ['1234']],
  ['12345', ['12345']],
  ['481902', ['481', '902']],
  ['4819023', ['4819', '023']],
  ['62v3cc5t', ['62v3', 'cc5t']],
  ['123456789', ['123', '456', '789']],
  ['AB-1234', ['AB-1234']],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', ['aaaaaaaaaaaaaaaaaaaaaaaa']],
])('%s is read as %o', (code, groups) => {
  expect(groupsOf(code)).toEqual(groups);
});
