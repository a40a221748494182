import { describe, expect, test } from 'vitest';
import { extract } from '#lib/codes/extract.ts';
import { email } from './messages.ts';

const TOKEN = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';
const page = (text: string, href: string, around = ''): string =>
  `<p>${around}</p><a href="${href}">${text}</a>`;

describe('a link that a person is asked to follow', () => {
  test.each([
    ['to confirm an address', page('Confirm my email', `https://harbor.example/c/${TOKEN}`), 'confirm'],
    ['to verify an account', page('Verify account', 'https://harbor.example/v?t=1'), 'confirm'],
    ['to sign in', page('Sign in to Harbor', `https://harbor.example/magic/${TOKEN}`), 'sign-in'],
    ['to log in, in German', page('Jetzt anmelden', `https://hafen.example/l/${TOKEN}`), 'sign-in'],
    ['to reset a password', page('Reset password', `https://harbor.example/r/${TOKEN}`), 'reset'],
    [
      'to reset a password, in French',
      page('Réinitialiser mon mot de passe', `https://port.example/r/${TOKEN}`),
      'reset',
    ],
    [
      'to confirm, in Japanese',
      page('メールアドレスを確認する', `https://minato.example/c/${TOKEN}`),
      'confirm',
    ],
    [
      'that only its address explains',
      page('Click here', `https://harbor.example/account/confirm?token=${TOKEN}`),
      'confirm',
    ],
    [
      'that only the mail explains',
      page('Click here', `https://click.example/u/${TOKEN}`, 'Reset your password:'),
      'reset',
    ],
    ['to accept an invitation', page('Accept invitation', `https://harbor.example/i/${TOKEN}`), 'other'],
    ['to unlock an account', page('Unlock', `https://harbor.example/u/${TOKEN}`), 'other'],
  ])('%s', (_, html, kind) => {
    expect(extract(email({ from: 'a@harbor.example', html })).links).toMatchObject([{ kind }]);
  });

  test('in plain text, with the words before it', () => {
    const text = `To reset your password, follow this link:\n\nhttps://harbor.example/r/${TOKEN}.\n\nThanks`;
    expect(extract(email({ text })).links).toEqual([
      {
        href: `https://harbor.example/r/${TOKEN}`,
        text: 'To reset your password, follow this link:',
        kind: 'reset',
      },
    ]);
  });

  test('in both parts of a mail is one link', () => {
    const href = `https://harbor.example/c/${TOKEN}`;
    const { links } = extract(email({ text: `Confirm your email: ${href}`, html: page('Confirm', href) }));
    expect(links).toEqual([{ href, text: 'Confirm', kind: 'confirm' }]);
  });
});

describe('a link that nobody is asked to follow is left out', () => {
  test.each([
    ['unsubscribe', page('Unsubscribe', `https://harbor.example/unsubscribe?u=${TOKEN}`)],
    ['the privacy policy', page('Privacy policy', 'https://harbor.example/privacy')],
    ['help', page('Help center', 'https://harbor.example/login/help')],
    ['the browser view', page('View this email in your browser', `https://harbor.example/view/${TOKEN}`)],
    ['a home page', page('Harbor', 'https://harbor.example/')],
    ['a social profile', page('Follow us', 'https://social.example/harbor')],
    ['a mail address', page('Confirm by mail', 'mailto:confirm@harbor.example')],
    ['a script', page('Confirm', 'javascript:confirm(1)')],
    [
      'a link that is hidden',
      `<div style="display:none">${page('Confirm', 'https://harbor.example/c/1')}</div>`,
    ],
    ['a link without an address', '<a>Confirm</a>'],
  ])('%s', (_, html) => {
    expect(
      extract(email({ from: 'a@harbor.example', html: `<p>Please confirm your email.</p>${html}` })).links,
    ).toEqual([]);
  });
});
