import { expect, test } from 'vitest';
import { readContent } from '#inbound/email/content.ts';
import { parseMail } from '#inbound/email/parse.ts';

const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
/** Milliseconds of this thread's own work, whatever else the machine does. */
const cpu = () => process.threadCpuUsage().user / 1_000;
const parse = (...lines: string[]) => parseMail(mail(...lines));

test('the parts of an ordinary mail', async () => {
  expect(
    await parse(
      'From: "X" <info@x.com>',
      'To: brand@inbox.example',
      'Subject: Your X confirmation code is',
      ' 62v3cc5t',
      'Date: Tue, 24 Nov 2026 10:00:00 +0000 (UTC)',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Caf=C3=A9',
      '--b',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Café</p>',
      '--b--',
      '',
    ),
  ).toEqual({
    from: { address: 'info@x.com', name: 'X' },
    subject: 'Your X confirmation code is 62v3cc5t',
    text: 'Café',
    html: '<p>Café</p>',
    headers: [
      ['From', '"X" <info@x.com>'],
      ['To', 'brand@inbox.example'],
      ['Subject', 'Your X confirmation code is 62v3cc5t'],
      ['Date', 'Tue, 24 Nov 2026 10:00:00 +0000 (UTC)'],
      ['MIME-Version', '1.0'],
      ['Content-Type', 'multipart/alternative; boundary=b'],
    ],
    attachments: [],
    sentAt: new Date('2026-11-24T10:00:00Z'),
    problem: null,
  });
});

test.each([
  ['=?utf-8?B?WOOBruiqjeiovOOCs+ODvOODieOBrzYydjNjYzV044Gn44GZ?=', 'Xの認証コードは62v3cc5tです'],
  ['=?utf-8?Q?X_do=C4=9Frulama_kodun_123456?=', 'X doğrulama kodun 123456'],
  ['=?ISO-2022-JP?B?GyRCRycbKEI=?= 012345', '認 012345'],
  ['=?windows-1251?Q?=CA=EE=E4?= 123456', 'Код 123456'],
  ['=?GB2312?B?0enWpMLr?= 123456', '验证码 123456'],
  ['=?utf-8?Q?split_=E2=82?= =?utf-8?Q?=AC_123456?=', 'split € 123456'],
  ['raw utf-8: doğrulama 123456', 'raw utf-8: doğrulama 123456'],
  ['=?unknown-charset?Q?123456?=', '123456'],
  ['=?utf-8?B?not base64', '=?utf-8?B?not base64'],
])('the subject %s is read as %s', async (written, read) => {
  expect(await parse(`Subject: ${written}`, '', 'text')).toMatchObject({ subject: read, problem: null });
});

test('an HTML-only mail gets its text from the HTML, with the case of a code in a heading kept', async () => {
  for (const type of ['text/html', 'multipart/alternative; boundary=b']) {
    const html = '<style>p{}</style><h1>62v3cc5t</h1><p>is your <b>code</b>&nbsp;&amp; more</p>';
    const body = type === 'text/html' ? [html] : ['--b', 'Content-Type: text/html', '', html, '--b--'];
    expect(await parse(`Content-Type: ${type}`, '', ...body)).toMatchObject({
      text: '62v3cc5t\n\nis your code & more',
      html,
    });
  }
});

test('a text beside an HTML part is shown in the HTML too, escaped', async () => {
  const { html } = await parse(
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'Your code: <b>123456</b>',
    '--b',
    'Content-Type: text/html',
    '',
    '<i>footer</i>',
    '--b--',
  );
  expect(html).toContain('Your code: &lt;b&gt;123456&lt;/b&gt;');
  expect(html).toContain('<i>footer</i>');
});

test('attachments are listed in order, with their decoded names and sizes', async () => {
  const { attachments } = await parse(
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: application/pdf; name="=?utf-8?Q?=C5=9Fart.pdf?="',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.alloc(1000).toString('base64'),
    '--b',
    "Content-Disposition: attachment; filename*=utf-8''%E2%82%AC%20rates.csv",
    'Content-Type: text/csv',
    '',
    'a,b',
    '--b',
    'Content-Type: image/png',
    '',
    'png',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Subject: forwarded',
    '',
    'text',
    '--b--',
  );
  expect(attachments).toEqual([
    { filename: 'şart.pdf', contentType: 'application/pdf', size: 1000 },
    { filename: '€ rates.csv', contentType: 'text/csv', size: 3 },
    { filename: null, contentType: 'image/png', size: 3 },
    { filename: null, contentType: 'message/rfc822', size: 26 },
  ]);
});

test('a mail without headers is read as text', async () => {
  expect(await parse('hello,', '123456 is your code')).toMatchObject({
    headers: [],
    subject: null,
    from: { address: null, name: null },
    text: 'hello,\n123456 is your code',
    problem: 'It has no headers; all of it is shown as its text.',
  });
  expect(await parse('', 'Subject: body', '')).toMatchObject({ subject: null, text: 'Subject: body\n' });
  expect(await parse('')).toMatchObject({ text: null, problem: 'It is empty.' });
});

test('NUL, lone surrogates and invalid UTF-8 become what PostgreSQL can store', async () => {
  const bytes =
    'Subject: a\0b\xff\r\nX-\0A: v\0\r\nContent-Type: text/plain; charset=utf-16le\r\n\r\nh\0i\0\0\0\x00\xd8';
  const parsed = await parseMail(Buffer.from(bytes, 'latin1'));
  expect(parsed).toMatchObject({
    subject: 'abÿ',
    text: expect.stringMatching(/^hi/),
    headers: [['Subject', 'abÿ'], ['X-A', 'v'], expect.anything()],
  });
  expect(JSON.stringify(parsed)).not.toMatch(/\\u0000|\\ud8/);
});

test.each(['not a date', 'Tue, 24 Nov 99999 10:00:00 +0000', 'Mon, 1 Jan 1900 00:00:00 +0000', ''])(
  'the date “%s” is none',
  async (date) => {
    expect(await parse(`Date: ${date}`, 'Subject: s', '')).toMatchObject({
      sentAt: null,
    });
  },
);

test('of a From with several mailboxes, or a group, the first one counts', async () => {
  expect(await parse('From: a@a.example, b@b.example', '', '')).toMatchObject({
    from: { address: 'a@a.example' },
  });
  expect(await parse('From: Team: c@c.example, d@d.example;', '', '')).toMatchObject({
    from: { address: 'c@c.example' },
  });
  expect(await parse('From: undisclosed', '', '')).toMatchObject({ from: { address: null } });
});

test('10,000 nested parts cost little, and leave the headers to be read', async () => {
  const nested = Array.from({ length: 10_000 }, (_, i) => [
    `Content-Type: multipart/mixed; boundary=b${i}`,
    '',
    `--b${i}`,
  ]);
  const before = cpu();
  expect(await parse('From: info@x.com', 'Subject: nested', ...nested.flat(), '', 'text')).toMatchObject({
    from: { address: 'info@x.com' },
    subject: 'nested',
    problem: expect.stringContaining('more than 500 parts'),
  });
  expect(cpu() - before).toBeLessThan(3_000);
});

test('of a mail with too many parts, the text at its beginning is read', async () => {
  const parts = Array.from({ length: 2_000 }, () => ['--b', 'Content-Type: image/png', '', 'x'.repeat(200)]);
  expect(
    await parse(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      '123456 is your code',
      ...parts.flat(),
      '--b--',
    ),
  ).toMatchObject({ text: '123456 is your code', problem: expect.stringContaining('more than 500 parts') });
});

test('huge headers are cut, and the mail is still recognised', async () => {
  const filler = Array.from({ length: 20_000 }, (_, i) => `X-Filler-${i}: ${'y'.repeat(60)}`);
  const parsed = await parse('Subject: huge', ...filler, '', 'text');
  expect(parsed).toMatchObject({ subject: 'huge', problem: expect.stringContaining('headers are too long') });
  expect(parsed.headers).toHaveLength(1_000);
});

test('text beyond what anybody reads is not even decoded', async () => {
  for (const type of ['text/plain', 'text/html', 'text/plain; format=flowed', 'text/html; charset=gb18030']) {
    const source = mail(
      `Content-Type: ${type}`,
      '',
      'Your code is 123456',
      'x'
        .repeat(78)
        .concat('\n')
        .repeat(32 * 1024),
    );
    const { text, html } = await readContent(source);
    expect((text || html)?.length).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect(text || html).toContain('123456');
    expect(await parseMail(source)).toMatchObject({ problem: expect.stringContaining('too long to show') });
  }
});

test('an attachment of any size is no text', async () => {
  const file = 'x'
    .repeat(998)
    .concat('\r\n')
    .repeat(3 * 1024);
  const { attachments, problem } = await parse('Content-Type: application/pdf', '', file);
  expect(attachments).toMatchObject([{ size: file.length }]);
  expect(problem).toBeNull();
});

test('parts that nest too deep, or whose headers are too long, leave the text at the beginning', async () => {
  const head = [
    'Subject: hostile',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    '123456 is your code',
  ];
  const nested = Array.from({ length: 60 }, (_, i) => [
    `--b${i || ''}`,
    `Content-Type: multipart/mixed; boundary=b${i + 1}`,
    '',
  ]);
  const long = Array.from({ length: 10 }, () => [
    '--b',
    ...Array(2_000).fill('To: a@b.example, c@d.example'),
    '',
    'x',
  ]);
  for (const [parts, problem] of [
    [nested, 'nested more than 50 deep'],
    [long, 'headers of its parts are too long'],
  ] as const)
    expect(await parse(...head, ...parts.flat())).toMatchObject({
      subject: 'hostile',
      text: expect.stringContaining('123456 is your code'),
      problem: expect.stringContaining(problem),
    });
});

test('what is kept for reading is bounded, and a cut is told', async () => {
  const parsed = await parse('Subject: long', '', '😀'.repeat(400_000));
  expect(parsed.text?.length).toBe(256 * 1024);
  expect(parsed.problem).toContain('too long to show');
});

test('hostile mails are read in time, whatever they are made of', async () => {
  const many = (text: string) => text.repeat(Math.ceil(200_000 / text.length));
  const hostile = [
    `From: ${many('<a@b.example>, ')}\r\n\r\n`,
    `From: ${many('(')}\r\n\r\n`,
    `From: ${many('"a\\" ')}\r\n\r\n`,
    `Subject: ${many('=?utf-8?Q?a?= ')}\r\n\r\n`,
    `Subject: ${many('=?')}\r\n\r\n`,
    `Content-Type: text/plain; ${many("a*0*=utf-8''%41; ")}\r\n\r\ntext`,
    `Content-Type: ${many('multipart/')}; boundary="${many('-')}"\r\n\r\n--\r\n`,
    `Content-Type: text/html\r\n\r\n${many('<b>')}`,
    `Content-Type: text/html\r\n\r\n${many('<a href="')}`,
    `Content-Type: text/html\r\n\r\n${many('&')}`,
    `Content-Type: text/plain; format=flowed\r\n\r\n${many('> > \r\n')}`,
    `Content-Transfer-Encoding: base64\r\n\r\n${many('=')}`,
    `Content-Transfer-Encoding: quoted-printable\r\n\r\n${many('==\r\n')}`,
    `Subject: long line\r\n\r\n${many('x')}`,
    `Subject: spaces\r\nContent-Type: text/html\r\n\r\n<p>${many(' ')}</p>${many('\n ')}`,
    many('\r\n'),
    many('a:b\r\n'),
    many(': '),
  ];
  for (const each of hostile) {
    const before = cpu();
    await parseMail(Buffer.from(each));
    expect(cpu() - before, each.slice(0, 60)).toBeLessThan(2_000);
  }
});

test('an embedded mail is an attachment, also one that is empty', async () => {
  expect(await parse('Content-Type: message/rfc822', 'Content-Disposition: inline', '')).toMatchObject({
    attachments: [{ contentType: 'message/rfc822', size: 0 }],
    problem: null,
  });
});

test('any bytes at all are parsed without an error', async () => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const pieces = [
    '\r\n',
    '\n',
    '\r\n\r\n',
    ' ',
    ':',
    ';',
    '--b',
    '--b--',
    '=?',
    '?=',
    '=C3',
    '\0',
    '\xff',
    '<p>',
    '"',
    '(',
    '@',
  ];
  const heads = [
    'Content-Type: multipart/mixed; boundary=b',
    'Content-Type: message/rfc822',
    'Content-Transfer-Encoding: base64',
    'From: a',
    'Content-Disposition: inline; filename=',
    'Subject: =?utf-7?Q?+ADw-?=',
  ];
  for (let round = 0; round < 1_000; round++) {
    const words = Array.from({ length: 60 }, () =>
      random(3) ? pieces[random(pieces.length)] : `${heads[random(heads.length)]}\r\n`,
    );
    const parsed = await parseMail(Buffer.from(words.join(''), 'latin1'));
    expect(parsed.attachments).toBeInstanceOf(Array);
  }
});

/** In no charset that a part names. */
const raw = (head: string[], body: Buffer) => parseMail(Buffer.concat([mail(...head, '', ''), body]));

test.each([
  // "Ваш код подтверждения: 313101" and so on, in the bytes that a sender of that country writes.
  ['windows-1251', 'c2e0f820eaeee420efeee4f2e2e5f0e6e4e5ede8ff', 'Ваш код подтверждения'],
  ['gb2312', 'd1e9d6a4c2eb', '验证码'],
  ['shift_jis', '8c9f8fd88352815b8368', '検証コード'],
  ['euc-kr', 'c0cec1f5b9f8c8a3', '인증번호'],
])('a page that says itself that it is in %s', async (charset, bytes, words) => {
  for (const type of ['text/html', 'text/html; charset=us-ascii']) {
    const page = [`<html><head><meta charset="${charset}"></head><p>`, `: 313101</p></html>`];
    const body = Buffer.concat([
      Buffer.from(page[0] ?? ''),
      Buffer.from(bytes, 'hex'),
      Buffer.from(page[1] ?? ''),
    ]);
    const { text } = await raw([`Content-Type: ${type}`, 'Content-Transfer-Encoding: 8bit'], body);
    expect(text).toBe(`${words}: 313101`);
  }
});

test('a text without a charset is in UTF-8 where it can be, else in what Western Europe writes', async () => {
  expect((await raw(['Subject: x'], Buffer.from('Bestätigung ✓'))).text).toBe('Bestätigung ✓');
  expect((await raw(['Subject: x'], Buffer.from('Best\xe4tigung', 'latin1'))).text).toBe('Bestätigung');
  const page = Buffer.from('<meta charset="utf-16"><p>Best\xe4tigung</p>', 'latin1');
  expect((await raw(['Content-Type: text/html'], page)).text).toBe('Bestätigung');
});

test('headers in eight bits are in UTF-8, else in the charset of the text', async () => {
  const head = (charset: string) =>
    Buffer.from(
      `From: M\xfcller <a@b.example>\r\nSubject: Best\xe4tigungscode\r\nContent-Type: text/plain${charset}\r\n\r\nx`,
      'latin1',
    );
  for (const charset of ['', '; charset=iso-8859-1', '; charset=utf-8', '; charset=nonsense']) {
    const parsed = await parseMail(head(charset));
    expect(parsed).toMatchObject({ subject: 'Bestätigungscode', from: { name: 'Müller' } });
    expect(parsed.headers[1]).toEqual(['Subject', 'Bestätigungscode']);
  }
  const russian = Buffer.concat([
    Buffer.from('Subject: '),
    Buffer.from('eaeee4', 'hex'),
    Buffer.from('\r\nContent-Type: text/plain; charset=windows-1251\r\n\r\n'),
  ]);
  expect((await parseMail(russian)).subject).toBe('код');
});

test.each([
  ['no boundary', 'multipart/mixed', 'Your code is 482913.'],
  ['a boundary that is nowhere', 'multipart/alternative; boundary="b"', '--c\r\n\r\nYour code is 482913.'],
  ['a boundary and nothing divided', 'multipart/mixed; boundary=b', 'Your code is 482913.'],
])('a mail that says it has parts, with %s, is shown as it is', async (_, type, body) => {
  const { text, problem } = await parse(`Content-Type: ${type}`, '', body);
  expect(text).toContain('Your code is 482913.');
  expect(problem).toBe('Its parts cannot be told apart; all of it is shown as its text.');
});

test('a mail with empty parts has no text, and no problem', async () => {
  const { text, problem } = await parse(
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    '',
    '--b--',
  );
  expect({ text, problem }).toEqual({ text: null, problem: null });
});

test.each([
  ['text', 'Your code is 482913.'],
  ['html', '<p>Your code is 482913.</p>'],
  ['/html', '<p>Your code is 482913.</p>'],
  ['plain; charset=utf-8', 'Your code is 482913.'],
])('“Content-Type: %s” is no type, and read as a text', async (type, body) => {
  const { text, attachments } = await parse(`Content-Type: ${type}`, '', body);
  expect({ text, attachments }).toEqual({ text: 'Your code is 482913.', attachments: [] });
});

test('of a mail with very many tiny parts, the first is read', async () => {
  const parts = Array.from({ length: 3_000 }, () => ['--b', '', 'x']);
  const first = ['--b', 'Content-Type: text/plain', '', 'Your code is 482913.'];
  const parsed = await parse('Content-Type: multipart/mixed; boundary=b', '', ...first, ...parts.flat());
  expect(parsed.text).toContain('Your code is 482913.');
  expect(parsed.problem).toContain('more than 500 parts');
});
