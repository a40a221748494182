/**
 * What the receiver refuses, and how: SMTP reply code (RFC 5321 section 4.2), enhanced code (RFC 3463), words.
 * 4yz asks the sender to try again, 5yz to give up, so nothing that may pass by itself is a 5yz.
 */
const REFUSALS = {
  'unknown-address': [550, '5.1.1', 'No such address here'],
  'foreign-domain': [550, '5.7.1', 'We receive no mail for this domain, and relay none'],
  unavailable: [451, '4.3.0', 'We cannot store mail just now, please try again'],
  overloaded: [452, '4.3.1', 'Too much mail is coming in just now, please try again'],
  'too-many-connections': [421, '4.7.0', 'Too many connections from your address, please try again'],
  'too-many-errors': [421, '4.7.0', 'Too many errors, please try again'],
  'too-many-commands': [421, '4.7.0', 'Too many commands without a mail, please try again'],
  'too-early': [421, '4.7.0', 'You did not wait for the answer to EHLO'],
  'too-slow': [421, '4.4.2', 'You took too long, please try again'],
  'too-old': [421, '4.3.2', 'This connection has been open for long, please open another'],
  'shutting-down': [421, '4.3.2', 'We are shutting down, please try again'],
} as const;

export type RefusalReason = keyof typeof REFUSALS;

/**
 * An error that smtp-server answers as it is. It answers any other one with 550, for good, from `onMailFrom` and
 * `onRcptTo`: a passing fault of the database would bounce mail.
 */
export class Refusal extends Error {
  readonly reason: RefusalReason;
  readonly responseCode: number;

  constructor(reason: RefusalReason, options?: ErrorOptions) {
    const [code, enhanced, words] = REFUSALS[reason];
    super(`${enhanced} ${words}`, options);
    this.name = 'Refusal';
    this.reason = reason;
    this.responseCode = code;
  }
}

/** After the final dot, once the message is on disk. */
export const STORED = '2.0.0 Stored';

/** Whatever went wrong, in a form the sender understands. What we did not foresee is worth another try. */
export function refusalOf(error: unknown): Refusal {
  return error instanceof Refusal ? error : new Refusal('unavailable', { cause: error });
}
