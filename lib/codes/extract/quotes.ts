/**
 * What a person's mail program puts around an older mail. The code in a mail that somebody answers is old, and
 * was somebody else's; the code in one that somebody passes on is what it is passed on for. Each line below is
 * one way to say it; between two words of a line stands the date and the writer.
 */
const REPLY_PREFIXES = 're, aw, sv, vs, antw, odp, 回复, 答复, 回覆, 返信, ynt';
const FORWARD_PREFIXES = 'fw, fwd, wg, tr, rv, enc, doorst, vb, vl, 转发, 轉寄, 転送';
const ANSWERED = [
  'original message',
  'ursprüngliche nachricht',
  'mensaje original',
  'mensagem original',
  "message d'origine",
  'messaggio originale',
  'oorspronkelijk bericht',
  'исходное сообщение',
  'wiadomość oryginalna',
  '原始邮件',
  '原始郵件',
];
const FORWARDED = [
  'forwarded message',
  'weitergeleitete nachricht',
  'mensaje reenviado',
  'mensagem encaminhada',
  'message transféré',
  'messaggio inoltrato',
  'doorgestuurd bericht',
  'пересылаемое сообщение',
  '转发的邮件',
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
/** The head of the older mail as Outlook repeats it: who wrote, and in one of the next lines when. */
const HEADS: [string, string][] = [
  ['from', 'sent|date'],
  ['von', 'gesendet|datum'],
  ['de', 'envoyé|date|enviado(?: el| em)?|fecha|data'],
  ['da', 'inviato|data'],
  ['van', 'verzonden|datum'],
  ['fra', 'sendt|dato'],
  ['från', 'skickat|datum'],
  ['od', 'wysłano|data|odesláno'],
  ['от', 'отправлено|дата'],
  ['发件人', '发送时间|日期|时间'],
  ['差出人', '送信日時|日付'],
];
/** Letters between the two: a date, a name and an address, over a line's end. */
const BETWEEN = '[^]{6,120}?';

const prefix = (prefixes: string): RegExp =>
  new RegExp(`^\\s*(?:${prefixes.split(', ').join('|')})\\s*(?:\\[\\d+\\])?\\s*[:：]`, 'i');
const REPLY = prefix(REPLY_PREFIXES);
const FORWARD = prefix(FORWARD_PREFIXES);
const WRITTEN = WRITERS.map(([first, last]) => `(?:^|[ \\n])${first} ${BETWEEN}${last}`);
const HEADED = HEADS.map(
  ([who, when]) => `^[ \\t*]*${who} ?[:：*].{1,200}\\n(?:.{0,200}\\n){0,2}?[ \\t*]*(?:${when}) ?[:：*]`,
);
const headings = (names: string[]): string => `^[ \\t]*-{2,} ?(?:${names.join('|')})`;
const PASSED_ON = new RegExp(`${headings(FORWARDED)}|^begin forwarded message:`, 'im');
const HEAD = new RegExp(HEADED.join('|'), 'im');
const OLDER = new RegExp([headings(ANSWERED), ...WRITTEN, ...HEADED].join('|'), 'im');
const QUOTED_LINE = /^[ \t]*>.*$/gm;
const QUOTE_MARK = /^(?:[ \t]*>)+/gm;

/** Whether a subject is that of a reply. */
export function isReply(subject: string): boolean {
  return REPLY.test(subject);
}

/** Whether somebody passes on a mail, by its subject or by the heading over that mail. */
export function isForward(subject: string, text: string): boolean {
  return FORWARD.test(subject) || (!REPLY.test(subject) && PASSED_ON.test(text));
}

/** The subject of the mail that is passed on. */
export function passedOn(subject: string): string {
  return subject.replace(FORWARD, '');
}

/**
 * The text without the older mails in it; of a mail that is passed on, with the one that is. Every program
 * repeats its head: without one nothing says from whom it was.
 */
export function unquoted(text: string, forward: boolean): string {
  const passed = forward ? text.replace(QUOTE_MARK, '') : '';
  if (HEAD.test(passed)) return passed;
  const mark = OLDER.exec(text) ?? PASSED_ON.exec(text);
  return (mark === null ? text : text.slice(0, mark.index)).replace(QUOTED_LINE, '');
}
