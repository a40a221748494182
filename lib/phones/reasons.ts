/**
 * Why a text was not sent or did not arrive, by the provider's code, in words that tell a member what to do.
 * Source: Twilio's error and warning dictionary (twilio.com/docs/api/errors), in our words.
 */
const REASONS: Record<number, string> = {
  14101: 'The recipient is no number that texts can be sent to.',
  20429: 'Too many texts at once. Wait a minute, then send it again.',
  21211: 'The recipient is not a phone number. Check the digits and the country code.',
  21212: 'The number it is sent from is not a phone number that Twilio knows.',
  21265:
    'The recipient is a short code, and a Twilio number cannot text short codes. Send it from a mobile phone with this account’s number, or ask the service for a long number.',
  21408:
    'This Twilio account may not text that country. Allow it under Messaging, Geo permissions, at Twilio.',
  21601: 'The number it is sent from cannot send texts: it is for calls only.',
  21602: 'A text needs words.',
  21604: 'The recipient is missing.',
  21606: 'The number it is sent from is not of this Twilio account, or cannot send texts.',
  21608: 'This Twilio account is on trial: it texts only numbers that were verified at Twilio.',
  21610:
    'The recipient has opted out of texts from this number (by STOP). Only they can take that back, by texting START to it.',
  21611: 'Too many texts are waiting at this number. Wait, then send it again.',
  21612: 'Twilio has no way from this number to that one. Try another of your numbers.',
  21614: 'The recipient is a landline, or no mobile phone.',
  21617: 'The text is longer than 1,600 characters.',
  21635: 'The recipient is a landline: it cannot receive texts.',
  21659: 'The number it is sent from is not of this Twilio account.',
  21660: 'The number it is sent from belongs to another Twilio account.',
  21703: 'The Messaging Service of this number has no sender that fits.',
  30001: 'Twilio’s queue for this number was full. Send it again.',
  30002: 'The Twilio account is suspended. Whoever pays for it must look into it at Twilio.',
  30003: 'The recipient’s phone could not be reached: it is off, or out of its network.',
  30004: 'The recipient’s carrier or the recipient blocks texts from this number.',
  30005: 'The recipient’s number is not known: it may not exist any more.',
  30006: 'The recipient is a landline, or its carrier cannot be reached.',
  30007:
    'A carrier filtered the text as unwanted. Word it differently, or register the number with the carriers.',
  30008:
    'It was not delivered, and the carrier does not say why. Send it again, perhaps from another number.',
  30010: 'The text costs more than the limit that was set for it.',
  30018: 'The recipient’s country needs the sender to be registered first.',
  30022: 'The number sends more than its 10DLC registration allows. Wait, then send it again.',
  30023: 'The number has sent as much today as its 10DLC registration allows.',
  30032:
    'This toll-free number is not verified yet: carriers in the US and Canada block what it sends until it is. Verify it at Twilio.',
  30034:
    'The number is not registered for texting the US (10DLC): carriers block it. Register it with an A2P campaign at Twilio, or send from another number.',
  30035: 'The registration of this number for texting the US is not finished yet.',
  30036: 'The text was not delivered in the time that it was valid.',
  30038: 'The carrier held back the text: it looked like a one-time code.',
  30039: 'The text went round in circles between two numbers and was stopped.',
  30410: 'The carrier did not answer in time. Send it again.',
  30450: 'The text was blocked to prevent fraud in that country.',
  30500: 'Twilio had a fault of its own. Send it again.',
};

/**
 * @param code the provider's, null when it gave none
 * @param said the provider's own words, for a code that is not in the table
 */
export function reasonFor(code: number | null, said: string | null = null): string {
  if (code === null) return said ?? 'Twilio did not say why.';
  return REASONS[code] ?? `${said ? `Twilio says: ${said}` : 'Twilio did not say why'} (error ${code}).`;
}
