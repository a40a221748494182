import { z } from 'zod';
import { momentSchema } from '#lib/codes/moment.ts';
import { MAX_WAIT } from '#lib/codes/wait.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from '#lib/page.ts';

/** Text that is looked for. PostgreSQL's text holds no NUL. */
export function text(max = 200) {
  return z
    .string({ error: 'must be text' })
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine((value) => !value.includes('\0'), 'must not contain NUL');
}

/** In a query a plus that is not escaped has become a space: neither an address nor a number has one there. */
const addressInQuery = text(320)
  .transform((value) => (value.includes('@') || value.startsWith(' ') ? value.replaceAll(' ', '+') : value))
  .pipe(z.string());
const momentInQuery = z
  .string()
  .transform((value) => value.replaceAll(' ', '+'))
  .pipe(momentSchema);

export function wholeNumber(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, error)
    .transform(Number)
    .pipe(z.int(error).min(min, error).max(max, error));
}

export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true')
  .pipe(z.boolean());

export const place = {
  address: addressInQuery
    .optional()
    .describe('A managed address: an email in any case, with or without a plus-tag, or an E.164 number.'),
};
export const account = { accountId: z.guid('must be the id of an account').optional() };
/** In a list, where it narrows what `address` leaves. */
export const forAccount = {
  accountId: account.accountId.describe(
    'Only what came for this account: of its service, at its addresses; with `address`, at that one of them.',
  ),
};
export const page = {
  limit: wholeNumber(1, MAX_LIMIT).default(DEFAULT_LIMIT),
  cursor: text(200).optional().describe('The nextCursor of the page before.'),
};
const pageSize = `must be a whole number from 1 to ${MAX_LIMIT}`;
/** The same in a JSON body. */
export const pageInBody = {
  limit: z.int(pageSize).min(1, pageSize).max(MAX_LIMIT, pageSize).default(DEFAULT_LIMIT),
  cursor: page.cursor,
};
const AFTER =
  'A time, or the id of a code or a message: only what came strictly later. Of one that has been deleted only its time is of use.';
export const after = momentInQuery.optional().describe(AFTER);
export const before = momentInQuery.optional().describe('The same: only what came strictly earlier.');
export const wait = wholeNumber(0, MAX_WAIT)
  .default(0)
  .describe('Seconds to hold the request until there is an answer.');
export const service = text(100).optional().describe('`x`, `github`, …');
export const sender = text(320).optional().describe('Part of the sender’s address or name.');
export const other = addressInQuery
  .optional()
  .describe(
    'The other side of a conversation by text: a number, a short code or a sender’s name, whole. Gives what it sent and what was sent to it; with `address`, one conversation.',
  );
export const codeState = z
  .enum(['usable', 'superseded', 'expired', 'claimed'], {
    error: 'must be usable, superseded, expired or claimed',
  })
  .optional();
export const channel = z
  .enum(['email', 'sms', 'mms', 'voice'], { error: 'must be email, sms, mms or voice' })
  .optional();

/** What a code must be, in a JSON body: as the query of the latest code says it. */
export const wantedCode = {
  address: text(320).optional().describe('A managed address: an email in any case, or an E.164 number.'),
  ...account,
  service,
  from: sender,
  after: momentSchema.optional().describe(AFTER),
  proven: z.boolean('must be true or false').optional().describe('Only codes whose sender is authenticated.'),
};
export function secondsToWait(max: number) {
  const error = `must be a whole number from 0 to ${max}`;
  return z.int(error).min(0, error).max(max, error).describe('Seconds to wait until there is one.');
}

/** Which of the two ways to say where: exactly one. */
export function requireOnePlace(
  { address, accountId }: { address?: string; accountId?: string },
  context: z.RefinementCtx,
) {
  if ((address === undefined) === (accountId === undefined))
    context.addIssue({
      code: 'custom',
      path: ['address'],
      message: 'or accountId must be given, and not both',
    });
}

/** `{ data, nextCursor }`, newest first. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), nextCursor: z.string().nullable() });
}
