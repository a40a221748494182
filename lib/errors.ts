/**
 * The one error a caller is meant to act on. Its code is stable; `detail` names what was asked
 * for and what would be right. The HTTP status and the SMTP reply of a code are decided at the
 * two edges (app/api/v1/problem.ts, inbound/smtp/replies.ts).
 */
export class MailroomError extends Error {
  readonly code: ErrorCode;
  /** For `invalid-input`: each field that was wrong, in the caller's own names. */
  readonly fields: FieldError[];
  /** For `too-many-requests`: seconds, where they are known. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options: { fields?: FieldError[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = 'MailroomError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfter = options.retryAfter;
  }

  /** What is wrong with each field, by its name: for forms. */
  get byField(): Record<string, string> {
    return Object.fromEntries(this.fields.map(({ field, detail }) => [field, detail]));
  }
}

/** `invalid-input` on one field. */
export function invalidField(field: string, detail: string): MailroomError {
  return new MailroomError('invalid-input', detail, { fields: [{ field, detail }] });
}

/** Throws the error on; what is wrong with the input, as wrong with this field, by the caller's own name for it. */
export function blameField(field: string, error: unknown): never {
  const isInput = error instanceof MailroomError && error.code === 'invalid-input';
  throw isInput ? invalidField(field, error.message) : error;
}

/**
 * What each of the checks gives, by its name; or all that is wrong with any of them, so that nobody mends one thing after
 * the other. @throws MailroomError `invalid-input`
 */
export function checkAll<T extends Record<string, unknown>>(checks: { [Name in keyof T]: () => T[Name] }): T {
  const found: Partial<T> = {};
  const fields: FieldError[] = [];
  for (const name of Object.keys(checks) as (keyof T)[]) {
    try {
      found[name] = checks[name]();
    } catch (error) {
      if (!(error instanceof MailroomError) || error.code !== 'invalid-input') throw error;
      fields.push(...error.fields);
    }
  }
  if (fields.length === 0) return found as T;
  throw new MailroomError('invalid-input', fields.map(({ detail }) => detail).join(' '), { fields });
}

export type FieldError = { field: string; detail: string };

export type ErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'address-not-found'
  | 'code-not-found'
  | 'message-not-found'
  | 'code-already-claimed'
  | 'address-taken'
  | 'account-not-found'
  | 'account-taken'
  | 'already-set-up'
  | 'invalid-input'
  | 'provider-refused'
  | 'too-many-requests'
  | 'unavailable';
