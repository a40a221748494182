import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import type { SmsSource } from '#lib/sources/find.ts';

/**
 * Pure: the managed phone that a text came to. What the SIM says its number is counts where it is one of the
 * source's; many SIMs do not know, or know an old one, and then the slot counts. A phone that tells neither has one
 * number, or cannot be told apart.
 * @throws MailroomError `invalid-input`
 */
export function numberOf(
  { numbers }: SmsSource,
  { recipient, simNumber }: { recipient?: string | null; simNumber?: number | null },
): string {
  const [only, another] = numbers;
  const found =
    numbers.find(({ address }) => recipient && address === inE164(recipient)) ??
    numbers.find(({ slot }) => slot === simNumber) ??
    (simNumber == null && !another ? only : undefined);
  if (found) return found.address;
  const has = numbers.map(({ slot, address }) => `SIM ${slot} ${address}`).join(', ') || 'none any more';
  throw simNumber == null
    ? invalidField('simNumber', `The phone does not tell which SIM the text came to; this source has ${has}.`)
    : invalidField(
        'simNumber',
        `The text came to SIM ${simNumber}, which has no number in this source: it has ${has}.`,
      );
}

function inE164(number: string): string | null {
  try {
    return normaliseAddress(number).address;
  } catch (error) {
    if (error instanceof MailroomError) return null;
    throw error;
  }
}
