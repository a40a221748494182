import { expect, test } from 'vitest';
import { inboxTitle } from '#app/(workspace)/inbox/title.ts';

const dev = { address: 'dev@inbox.acme.example', label: null };
const message = (subject: string | null, code = '62v3cc5t') => ({
  ...{ channel: 'email' as const, subject, snippet: '' },
  codes: [
    {
      ...{ id: 'a', code, state: 'usable' as const, purpose: 'login' as const, service: 'x' },
      ...{ expiresAt: '2026-11-24T10:09:00.000Z', claimedBy: null },
    },
  ],
});

test.each([
  [{ message: null, text: '' }, 'Inbox · Mailroom'],
  [{ message: null, text: ' ', address: { ...dev, label: 'GitHub' } }, 'GitHub · Mailroom'],
  [{ message: null, text: '', address: dev }, 'dev@inbox.acme.example · Mailroom'],
  [{ message: null, text: 'is:usable ' }, '“is:usable” · Mailroom'],
  [{ message: null, text: 'invoice', account: { handle: '@brand' } }, '“invoice” · @brand · Mailroom'],
  [{ message: message('Invoice 2026-1184'), text: 'invoice' }, 'Invoice 2026-1184 · Mailroom'],
  [{ message: message(null), text: '' }, 'No subject · Mailroom'],
])('the tab is named by what is open: %o', (open, title) => {
  expect(inboxTitle(open)).toBe(title);
});

test('a code in a subject is not in the tab’s name', () => {
  const open = (subject: string, code: string) => inboxTitle({ message: message(subject, code), text: '' });
  expect(open('Your X confirmation code is 62v3cc5t', '62v3cc5t')).toBe(
    'Your X confirmation code is … · Mailroom',
  );
  expect(open('481 902 is your code', '481902')).toBe('… is your code · Mailroom');
});
