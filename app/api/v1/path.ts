import { z } from 'zod';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { addressNotFound } from '#lib/addresses/visible.ts';
import { type ErrorCode, MailroomError } from '#lib/errors.ts';

/** An id from the path. What is no id names nothing: 404, as for one that there is not. */
export function pathId(value: string | undefined, code: ErrorCode, noun: string): string {
  if (z.guid().safeParse(value).success && value) return value;
  throw new MailroomError(code, `There is no ${noun} ${value}.`);
}

/** A phone number from the path. What is none names nothing. */
export function pathNumber(value = ''): string {
  try {
    const { kind, address } = normaliseAddress(decodeURIComponent(value));
    if (kind === 'phone') return address;
  } catch {
    // Said below.
  }
  throw new MailroomError('not-found', `There is no number ${value}.`);
}

/** An address, or its id, from the path. What is neither names nothing. Next hands it over still escaped. */
export function pathAddress(value = ''): string {
  try {
    const address = decodeURIComponent(value);
    if (!z.guid().safeParse(address).success) normaliseAddress(address);
    return address;
  } catch {
    return addressNotFound(value);
  }
}
