import { createHash } from 'node:crypto';

/**
 * A mail as the builders of newsletters make them, with a text part of the same words: of its 30 KB of markup a reader sees
 * less than a tenth, the rest is styles, tables within tables and links that count who follows them.
 */
export function page(): { html: string; text: string } {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Your X verification code</title>
<!--[if mso]><style>table,td{font-family:Arial,sans-serif!important}</style><![endif]-->
<style>${STYLES}</style></head>
<body style="margin:0;padding:0;background-color:#f5f8fa;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;font-size:1px;color:#f5f8fa">Here is the code that you asked for.</div>
${CODE_ROW}
${PARAGRAPHS.map(row).join('\n')}
</body></html>`;
  return { html, text: [CODE, ...PARAGRAPHS.map((words, n) => `${words}\n${link(n)}`)].join('\n\n') };
}

const CODE = 'Your X verification code is 482913. It expires in ten minutes; please share it with nobody.';

const PARAGRAPHS = [
  'You get this mail because somebody, and we hope that it was you, is signing in from a browser that we have not seen before. The browser says that it is Firefox on Linux, in Lisbon; what browsers say of themselves is not always true.',
  'If it was you, enter the code where you were asked for it. Nobody who works for us will ever ask you for it on the phone. Whoever asks is not from us, however much they know about you, and however urgent they say that it is.',
  'If it was not you, your password is known to somebody else. Change it now, and have a look at the devices that are signed in. A thief who has the password and not the code stands before a closed door, so give the code to nobody.',
  'A passkey or an app on your phone is safer than a code in a mail, and it takes a minute to set up. The help pages tell how. It works without a network, and nobody can read it over your shoulder or take it out of your letter box.',
  'While we have your attention: posts can be planned ahead now, so that your readers hear from you when they have the time. A plan can be changed until the minute in which it happens, and a draft is kept for as long as you like.',
  'Teams can share an account without sharing its password. Whoever leaves the team is taken off the list, and that is all. Each of them signs in as themselves, with a password and a second step of their own, from wherever they are.',
  'There are new tables of how your posts are doing: by hour, by country, and beside those of the month before. They can be taken along as a file, and what is counted, and what is not, stands at the foot of each.',
  'Questions? Write back, and a person reads it, mostly on the same day. The community has answers at any hour of the night. Before you write, look whether your question is among the ten that we are asked most often: it mostly is.',
  'You can choose which of our mails you get. Those about the safety of your account come in any case; the others need not. A change counts from the next morning on, since what goes out tonight has been sorted and stamped by now.',
  'We send this to the address of your account. Our own is below, as the law wants it, and so is the way to all the fine print. Nobody reads it, which we understand, and yet there it is, in the same grey and the same small type.',
];

const CODE_ROW = row(CODE, -1);

function row(words: string, n: number): string {
  const font =
    'font-family:-apple-system,BlinkMacSystemFont,Helvetica,Arial,sans-serif;font-size:16px;line-height:24px';
  const table = 'role="presentation" border="0" cellpadding="0" cellspacing="0" align="center" width="100%"';
  return `<table ${table} style="max-width:600px;border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt"><tbody><tr>
<td class="outer" align="center" valign="top" style="padding:0 24px;background-color:#ffffff;${font}">
<!--[if mso]><table ${table} style="width:552px"><tr><td><![endif]-->
<table ${table} style="border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt"><tbody><tr>
<td class="icon" width="48" valign="top" style="padding:12px 12px 12px 0;line-height:0;font-size:0"><img src="${link(n)}.png" width="48" height="48" alt="" style="display:block;border:0;outline:none;text-decoration:none"></td>
<td class="words" valign="top" style="padding:12px 0;color:#14171a;${font}"><p style="margin:0 0 8px 0;padding:0;${font}">${words}</p></td>
</tr><tr>
<td colspan="2" class="rule" height="1" style="height:1px;line-height:1px;font-size:1px;background-color:#e1e8ed">&nbsp;</td>
</tr><tr>
<td colspan="2" align="left" style="padding:8px 0 16px 0;${font}"><a href="${link(n)}" target="_blank" rel="noopener" style="display:inline-block;padding:10px 18px;border-radius:20px;color:#ffffff;background-color:#1da1f2;text-decoration:none;font-weight:700;${font}"><span style="color:#ffffff;${font}">Read&nbsp;more</span></a></td>
</tr></tbody></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></tbody></table>`;
}

function link(n: number): string {
  return `https://click.x.com/f/a/${createHash('sha512').update(String(n)).digest('base64url')}~~/AAQRxQA~/RgRn`;
}

const WIDTHS = [320, 375, 414, 480, 540, 600];
const STYLES = WIDTHS.map(
  (width) => `
@media only screen and (max-width:${width}px){
  table.outer{width:100%!important;min-width:100%!important}
  td.icon{padding:${width / 40}px 8px 0 0!important;width:40px!important}
  td.words{padding:${width / 40}px 0!important;font-size:15px!important;line-height:22px!important}
  a[x-apple-data-detectors]{color:inherit!important;text-decoration:none!important;font-size:inherit!important}
}`,
).join('');
