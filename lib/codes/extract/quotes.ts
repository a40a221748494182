/**
 * What a person's mail program puts around an older mail. The code in that one is old, and was somebody
 * else's. Each line below is one way to say it; between two words of a line stands the date and the writer.
 */
const REPLY_PREFIXES =
  're, fw, fwd, aw, wg, sv, vs, antw, rv, tr, ynt, odp, 回复, 答复, 转发, 回覆, 轉寄, 返信, 転送';
const HEADINGS = [
  'original message',
  'forwarded message',
  'ursprüngliche nachricht',
  'weitergeleitete nachricht',
  'mensaje original',
  'mensaje reenviado',
  'mensagem original',
  'mensagem encaminhada',
  "message d'origine",
  'message transféré',
  'messaggio originale',
  'messaggio inoltrato',
  'oorspronkelijk bericht',
  'исходное сообщение',
  'пересылаемое сообщение',
  'wiadomość oryginalna',
  '原始邮件',
  '转发的邮件',
  '原始郵件',
];
const WRITERS: [string, string][] = [
  ['on', 'wrote:'],
  ['am', 'schrieb'],
  ['le', 'a écrit'],
  ['el', 'escribió:'],
  ['em', 'escreveu:'],
  ['il', 'ha scritto:'],
  ['op', 'schreef'],
  ['den', 'skrev'],
  ['w dniu', 'napisał'],
];
/** Letters between the two: a date, a name and an address, over a line's end. */
const BETWEEN = '[^]{6,120}?';

const REPLY = new RegExp(`^\\s*(?:${REPLY_PREFIXES.split(', ').join('|')})\\s*(?:\\[\\d+\\])?\\s*[:：]`, 'i');
const MARK = new RegExp(
  [
    `^[ \\t]*-{2,} ?(?:${HEADINGS.join('|')})`,
    '^begin forwarded message:',
    ...WRITERS.map(([first, last]) => `(?:^|[ \\n])${first} ${BETWEEN}${last}`),
  ].join('|'),
  'im',
);
const QUOTED_LINE = /^[ \t]*>.*$/gm;

/** Whether a subject is that of a reply or a forward. */
export function isReply(subject: string): boolean {
  return REPLY.test(subject);
}

/** The text without the older mails in it. */
export function unquoted(text: string): string {
  const mark = MARK.exec(text);
  return (mark === null ? text : text.slice(0, mark.index)).replace(QUOTED_LINE, '');
}
