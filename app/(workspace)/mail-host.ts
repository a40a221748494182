import { isIP } from 'node:net';
import type { Settings } from '#lib/settings.ts';

/** The name that other mail servers find this machine by, or null: nobody has told Mailroom. */
export function mailHost({ smtp, web }: Settings): string | null {
  const candidates = [smtp.name, new URL(web.publicUrl).hostname];
  // An MX record takes a full name: neither a machine's short one, nor an address (RFC 5321, section 5.1).
  return candidates.find((name) => name.includes('.') && isIP(name) === 0) ?? null;
}

/** Commands that send a first message to an address, from the machine that Mailroom runs on. */
export function firstMessage(address: string, { smtp }: Settings): { swaks: string; curl: string } {
  // A server that listens everywhere is reached at the loopback like any other.
  const host = ['0.0.0.0', '::'].includes(smtp.host) ? '127.0.0.1' : smtp.host;
  const server = `${isIP(host) === 6 ? `[${host}]` : host}:${smtp.port}`;
  const from = 'you@example.com';
  const subject = 'Your Mailroom code is 482913';
  const lines = [`From: ${from}`, `To: ${address}`, `Subject: ${subject}`, '', `${subject}.`]
    .map(quote)
    .join(' ');
  return {
    swaks: `swaks --server ${server} --from ${from} --to ${quote(address)} --header ${quote(`Subject: ${subject}`)} --body ${quote(`${subject}.`)}`,
    curl: `printf '%s\\n' ${lines} | curl --silent smtp://${server} --mail-from ${from} --mail-rcpt ${quote(address)} --upload-file -`,
  };
}

/** For a shell. An address may hold signs that a shell obeys, and the command is made to be pasted into one. */
function quote(text: string): string {
  return /^[\w@.+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
