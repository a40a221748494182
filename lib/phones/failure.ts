import { MailroomError } from '#lib/errors.ts';
import { reasonFor } from '#lib/phones/reasons.ts';

/** Twilio wants fewer requests (429): nothing was done. */
export class Busy extends Error {
  /** Seconds. */
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`Twilio has too much to do: try again in ${retryAfter} seconds.`);
    this.name = 'Busy';
    this.retryAfter = retryAfter;
  }
}

/** Twilio does not accept the token of one of a workspace's own accounts (401). */
export class TokenRefused extends Error {
  readonly status = 401;

  constructor(label: string) {
    super(
      `Twilio does not accept the token of ${label}: an owner exchanges it under Settings, Phones, for the one that Twilio’s console shows.`,
    );
    this.name = 'TokenRefused';
  }
}

/**
 * What a failed call of the provider means. `refused`: it was understood and not done, and would not be the next time.
 * `busy`: not done. `unknown`: no answer, half of one or a 5xx: it may have been done.
 */
export type Failure =
  | { kind: 'refused'; code: number | null; status: number; reason: string }
  | { kind: 'busy'; retryAfter: number; reason: string }
  | { kind: 'unknown'; reason: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof Busy) return { kind: 'busy', retryAfter: error.retryAfter, reason: error.message };
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408) {
    const number = typeof code === 'number' && code > 0 ? code : null;
    return { kind: 'refused', code: number, status, reason: inWords(status, number, error) };
  }
  const what = typeof status === 'number' ? `It answered ${status}` : 'It did not answer in full';
  return { kind: 'unknown', reason: `Twilio could not say whether it was done. ${what}.` };
}

/** For what a person waits for: the failure as the error they are told. */
export function providerError(error: unknown): MailroomError {
  if (error instanceof MailroomError) return error;
  const failure = failureOf(error);
  if (failure.kind === 'busy')
    return new MailroomError('too-many-requests', failure.reason, { retryAfter: failure.retryAfter });
  if (failure.kind === 'refused')
    return new MailroomError('provider-refused', failure.reason, { cause: error });
  return new MailroomError('unavailable', 'Twilio does not answer. Try again in a minute.', { cause: error });
}

function inWords(status: number, code: number | null, error: unknown): string {
  if (error instanceof TokenRefused) return error.message;
  if (code !== null && code !== 20003 && code !== 20404) return reasonFor(code, saidBy(error));
  if (status === 401 || status === 403)
    return 'Twilio does not accept our account SID and token: whoever runs Mailroom checks TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.';
  if (status === 404)
    return 'Twilio does not know it: the number is not of this Twilio account, or no longer.';
  return reasonFor(code, saidBy(error));
}

function saidBy(error: unknown): string | null {
  return error instanceof Error && error.message ? error.message : null;
}
