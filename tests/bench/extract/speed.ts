import { extract, type MessageContent } from '../../../lib/codes/extract.ts';

/** Messages a second on one core: a text message, and a mail with 30 KB of HTML as services send it. */
const SECONDS = 2;
const MAIL_SIZE = 30 * 1024;

const texts: MessageContent[] = [
  'Your Harbor verification code is 604178. It expires in 10 minutes. Do not share it with anyone.',
  '【云帆】验证码 604178，您正在登录，5分钟内有效，请勿泄露给他人。',
  'Ваш код подтверждения: 6041. Никому его не сообщайте.',
  'Card *4412: purchase 48.20 EUR at BAKERY NORTH 12, 03/04 18:22. Available balance 1,208.77 EUR.',
  'Hi, are we still on for 1830 at gate 12? I can bring the 250 flyers.',
].map((text) => ({ channel: 'sms', from: null, subject: null, text, html: null }));

const mails: MessageContent[] = ['604178', '7hq2m9zd', 'K7Q-2XN'].map((code) => ({
  channel: 'email',
  from: 'Harbor <no-reply@mail.harbor.example>',
  subject: 'Confirm your email address',
  text: null,
  html: mail(code),
}));

/**
 * Nested layout tables, inline styles, a hidden preheader, tracking images and a long footer, as mail
 * builders make them.
 */
function mail(code: string): string {
  const style =
    'style="margin:0;padding:0;border-collapse:collapse;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:24px"';
  const head = `<!doctype html><html><head><style>${'.col-50{width:50%!important;max-width:300px}'.repeat(60)}</style></head><body>`;
  const top = `<div style="display:none;max-height:0">Use this code to finish.${'&nbsp;&zwnj;'.repeat(80)}</div>`;
  const body = `<table ${style}><tr><td><p>Hi, use this code to confirm your email address:</p><h1 style="letter-spacing:6px">${code}</h1><p>It expires in 15 minutes.</p></td></tr></table>`;
  const row = `<table role="presentation" width="100%" ${style}><tbody><tr><td align="center" ${style}><a href="https://click.harbor.example/ls/click?upn=u001.9f8e7d6c5b4a" ${style}>Help</a> &middot; <span ${style}>Harbor Inc., 2210 Quay Street, Suite 400</span><img src="https://img.harbor.example/o/1x1.gif" width="1" height="1" alt=""></td></tr></tbody></table>`;
  let html = head + top + body;
  while (html.length < MAIL_SIZE) html += row;
  return `${html}</body></html>`;
}

/** By the CPU time of this thread, so that what else runs on the machine does not count. */
function perSecond(messages: MessageContent[]): number {
  for (let round = 0; round < 200; round++) for (const message of messages) extract(message);
  const start = process.threadCpuUsage();
  let count = 0;
  let spent = 0;
  while (spent < SECONDS * 1e6) {
    for (let round = 0; round < 50; round++) for (const message of messages) extract(message);
    count += messages.length * 50;
    const { user, system } = process.threadCpuUsage(start);
    spent = user + system;
  }
  return (count / spent) * 1e6;
}

const format = (rate: number): string => Math.round(rate).toLocaleString('en').padStart(10);
process.stdout.write(
  [
    '| messages           | a second   | goal   |',
    '| ------------------ | ---------: | -----: |',
    `| SMS                | ${format(perSecond(texts))} | 20,000 |`,
    `| HTML mails, 30 KB  | ${format(perSecond(mails))} |  1,500 |`,
    '',
  ].join('\n'),
);
