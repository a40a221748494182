import { Kept } from '#inbound/kept.ts';
import type { Hooks } from '#inbound/smtp/hooks.ts';

type JudgeRecipient = Hooks['judgeRecipient'];

/**
 * So old an answer to RCPT is anyway by the time its mail is stored. There the address is looked up once more: one that
 * was deleted meanwhile is what the final dot is refused for.
 */
const KEPT_MS = 50;
/** Those that get so many mails at a time that it matters are fewer. */
const MAX_KEPT = 1_000;

/** Asks but once for a recipient of many mails at a time. An address that is not there is asked for each time. */
export function askingOnce(judge: JudgeRecipient): JudgeRecipient {
  const kept = new Kept<Awaited<ReturnType<JudgeRecipient>>>(MAX_KEPT, (found) =>
    'answer' in found && found.answer === 'known' ? KEPT_MS : 0,
  );
  return (recipient) => kept.get(recipient, () => judge(recipient));
}
