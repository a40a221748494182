import { expect, test } from 'vitest';
import { pool } from '#lib/database/pool.ts';
import { type Findable, wordsOf, wordsQuery } from '#lib/messages/words.ts';
import { migrate } from '#prisma/migrate.ts';
import { useDatabase } from '#tests/support/database.ts';
import { query, withScratchDatabase } from '#tests/support/scratch-database.ts';

// What is found by what, as PostgreSQL sees it.

useDatabase();

const mail = (text: string, subject: string | null = null): Findable => ({
  ...{ from: { address: 'no-reply@mail.x.com', name: 'X Support' }, subject, text },
});

async function isFound(message: Findable, typed: string): Promise<boolean> {
  const { rows } = await pool().query<{ found: boolean }>('SELECT $1::tsvector @@ $2::tsquery AS found', [
    wordsOf(message),
    wordsQuery(typed),
  ]);
  return rows[0]?.found ?? false;
}

const EVERY_LANGUAGE = {
  english:
    'Don’t share it. Your e-mail: first.last+x@shop.example, code 481-516 at https://x.com/verify?code=1_2',
  german: 'Überprüfen Sie „Größe“ und ßüße Straße',
  russian: 'Код подтверждения: «123456». Ещё раз ЁЛКА',
  greek: 'ΚΩΔΙΚΌΣ επαλήθευσης',
  turkish: 'DOĞRULAMA KODUNUZ: 4815, kayıt',
  arabic: 'رمز التحقق الخاص بك هو ٤٨١٥',
  hebrew: 'קוד האימות שלך: 4815',
  hindi: 'आपका सत्यापन कोड 4815 है।',
  korean: '인증번호는 481516 입니다.',
  japanese: '認証コードは「４８１５」です。ﾒｰﾙ',
  chinese: '您的验证码是：123456。请勿告诉他人',
  thai: 'รหัสยืนยันของคุณคือ 4815',
  vietnamese: 'Mã xác minh của bạn là 4815',
};

test.each<[keyof typeof EVERY_LANGUAGE, string[], string[]]>([
  [
    'english',
    ['DON’T', "don't", 'mail', 'first.last', 'shop', '481', '516', '481-516', 'x.com/ver', '"verify code"'],
    ['481516', '"code verify"'],
  ],
  ['german', ['überprüfen', 'UBERPRUFEN', 'größe', 'STRAẞE', 'GROSSE or Größe'], ['prüfen']],
  ['russian', ['код', 'КОД ПОДТВ', '123456', 'еще', 'ёлка'], ['дтверждения']],
  ['greek', ['κωδικός', 'κωδικοσ or κωδικος', 'ΕΠΑΛΉΘΕΥΣΗΣ'], ['ικός']],
  ['turkish', ['doğrulama', 'dogrulama', 'kodunuz', 'KAYIT', 'kayit'], ['rulama']],
  ['arabic', ['رمز التحقق', '٤٨١٥'], ['4815']],
  ['hebrew', ['האימות', 'קוד'], ['אימות']],
  ['hindi', ['सत्यापन', 'कोड', '4815'], ['यापन']],
  ['korean', ['인증번호', '인증', '481516'], ['번호']],
  ['japanese', ['コード', '認証', '4815', 'メール'], ['証認']],
  ['chinese', ['验证码', '证码', '123456', '请勿 他人', '是123456'], ['码证', '-验证码']],
  ['thai', ['ยืนยัน', 'รหัส', '4815'], ['นยืน']],
  ['vietnamese', ['xác minh', 'XAC MINH', 'ma xac'], ['"xác mã"']],
])('in %s', async (language, found, notFound) => {
  const message = mail(EVERY_LANGUAGE[language]);
  for (const typed of found) expect([typed, await isFound(message, typed)]).toEqual([typed, true]);
  for (const typed of notFound) expect([typed, await isFound(message, typed)]).toEqual([typed, false]);
});

test.each<[string, boolean]>([
  ['quick', true],
  ['qui', true],
  ['qui brown', false],
  ['brown qui', true],
  ['"quick brown"', true],
  ['"brown quick"', false],
  ['"quick bro', true],
  ['"quick bro"', false],
  ['quick -fox', false],
  ['quick -fo', true],
  ['quick -"fox quick"', true],
  ['-"quick brown"', false],
  ['absent or fox', true],
  ['absent or nobody', false],
  ['absent or quick -fox', false],
  ['or fox', true],
  ['fox or', true],
  ['fox OR absent here', true],
  ['order', true],
  ['"an order"', true],
  ['no-reply@mail.x.com', true],
  ['reply', true],
  ['support', true],
  // A phrase does not go on from the subject to the sender, nor from there to the text.
  ['"order no"', false],
  ['"support the"', false],
  ...['', '-', '"', '""', "'", '&|!', ':*', '\\', '( )', '🙂', '--', '-"'].map((odd): [string, boolean] => [
    odd,
    false,
  ]),
])('a message is looked for with %s', async (typed, expected) => {
  expect(await isFound(mail('The quick brown fox, or another', 'An order'), typed)).toBe(expected);
});

test('a message of any length and any words has words', async () => {
  const long = 'a'.repeat(5_000);
  const texts = [
    `${long} end`,
    'word '.repeat(10_000),
    Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join(''),
    '😀'.repeat(20_000),
    '\ud800 half \udc00',
    "it's \\ 'quoted' : 1A",
  ];
  for (const text of texts) {
    await pool().query('SELECT $1::tsvector', [
      wordsOf({ ...mail(text), from: { address: long, name: long } }),
    ]);
  }
  expect(await isFound(mail(`${long} end`), `${long} end`)).toBe(true);
  expect(await isFound(mail(`${'x '.repeat(10_000)}late`), 'late')).toBe(false);
});

test('messages from before they brought their words get the same ones', async () => {
  await withScratchDatabase(async (url) => {
    await migrate(url, { through: '0015_newest_first' });
    await query(
      url,
      `INSERT INTO workspace (id, name) VALUES (gen_random_uuid(), 'Acme');
       INSERT INTO domain (id, workspace_id, name) SELECT gen_random_uuid(), id, 'acme.example' FROM workspace;
       INSERT INTO managed_address (id, workspace_id, kind, address, domain_id)
         SELECT gen_random_uuid(), workspace_id, 'email', 'brand@acme.example', id FROM domain;
       INSERT INTO source (id, workspace_id, sha256, content_type, bytes) SELECT id, id, sha256(''), 'text/plain', '' FROM workspace`,
    );
    const messages = [...Object.values(EVERY_LANGUAGE), ''].map((text, n) => mail(text, `Nr. ${n}: ${text}`));
    const bare: Findable = { from: { address: null, name: null }, subject: null, text: null };
    for (const { from, subject, text } of [...messages, bare])
      await query(
        url,
        `INSERT INTO message (id, workspace_id, address_id, source_id, channel, identity, "to", from_address, from_name, subject, text, snippet, headers, size, received_at)
         SELECT gen_random_uuid(), a.workspace_id, a.id, a.workspace_id, 'email', coalesce($3, 'none'), '{}', $1, $2, $3, $4, '', '[]', 0, now()
         FROM managed_address a`,
        [from.address, from.name, subject, text],
      );
    await migrate(url);
    for (const message of [...messages, bare]) {
      const [row] = await query<{ search: string; expected: string }>(
        url,
        `SELECT strip(search)::text AS search, strip($2::tsvector)::text AS expected FROM message WHERE identity = $1`,
        [message.subject ?? 'none', wordsOf(message)],
      );
      expect(row?.search).toBe(row?.expected);
    }
    // By phrases and by the sender's words alone, too.
    const [row] = await query<{ phrase: boolean; senders: string }>(
      url,
      `SELECT search @@ $2::tsquery AS phrase, strip(ts_filter(search, '{a}'))::text AS senders FROM message WHERE identity = $1`,
      [messages[0]?.subject, wordsQuery('"x.com/verify code" "x support"')],
    );
    expect(row).toEqual({ phrase: true, senders: "'com' 'mail' 'no' 'reply' 'support' 'x'" });
  });
});
