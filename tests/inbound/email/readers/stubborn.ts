import { readMail } from '#inbound/email/read.ts';

/** Reads mails as the real one does, but for three that no real mail should be able to write. */
export default async function stubborn(source: Uint8Array) {
  const text = Buffer.from(source).toString();
  if (text.includes('LOOP')) for (;;);
  if (text.includes('EXHAUST')) for (const all: string[] = []; ; ) all.push(text.repeat(1_000) + all.length);
  if (text.includes('CRASH')) setImmediate(() => process.exit(1));
  if (text.includes('CRASH')) await new Promise(() => {});
  return readMail(source);
}
