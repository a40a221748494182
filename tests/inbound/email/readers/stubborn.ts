import handle, { type Task } from '#inbound/email/on-thread.ts';

/** Reads mails as the real one does, but for three that no real mail should be able to write. */
export default async function stubborn(task: Task) {
  const text = Buffer.from(task.source).toString();
  if (text.includes('LOOP')) for (;;);
  if (text.includes('EXHAUST')) for (const all: string[] = []; ; ) all.push(text.repeat(1_000) + all.length);
  if (text.includes('CRASH')) setImmediate(() => process.exit(1));
  if (text.includes('CRASH')) await new Promise(() => {});
  return handle(task);
}
