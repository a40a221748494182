import { z } from 'zod';

/** The one channel of NOTIFY. Its payload is an address's id: something happened there, look for yourself. */
export const CHANNEL = 'mailroom';

export const hintSchema = z.uuid();
