import type { z } from 'zod';
import { type FieldError, MailroomError } from '#lib/errors.ts';

/** The largest body of the API, an SMS to send, has 1,600 characters. */
const MAX_BODY = 64 * 1024;

/** @throws MailroomError `invalid-input`, naming every parameter that is wrong, unknown or given twice */
export function readQuery<T extends z.ZodType>(request: Request, schema: T): z.output<T> {
  const parameters = new URL(request.url).searchParams;
  const repeated = [...new Set(parameters.keys())].filter((name) => parameters.getAll(name).length > 1);
  if (repeated.length > 0)
    refuse(repeated.map((field) => ({ field, detail: `${field} is given more than once.` })));
  return check(schema, Object.fromEntries(parameters));
}

/** An empty body is an empty object. @throws MailroomError `invalid-input` */
export async function readBody<T extends z.ZodType>(request: Request, schema: T): Promise<z.output<T>> {
  const text = decode(await readBytes(request));
  try {
    return check(schema, text.trim() === '' ? {} : JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) refuse([{ field: 'body', detail: 'The body is not JSON.' }]);
    throw error;
  }
}

/**
 * The body as it came, up to a limit: reading stops there, whatever the request says its length is.
 * @param most in bytes
 * @throws MailroomError `invalid-input`
 */
export async function readBytes(request: Request, most = MAX_BODY): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > most) refuse([{ field: 'body', detail: `The body has more than ${most / 1024} KiB.` }]);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse([{ field: 'body', detail: 'The body is not UTF-8.' }]);
  }
}

function check<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  return result.success ? result.data : refuse(result.error.issues.flatMap(fieldsOf));
}

function fieldsOf(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: key, detail: `There is no field ${key} here.` }));
  if (issue.path.length === 0 && issue.code === 'invalid_type')
    return [{ field: 'body', detail: 'The body must be a JSON object.' }];
  const field = issue.path.join('.') || 'body';
  return [{ field, detail: `${field} ${issue.message}.`.replace(/\.\.$/, '.') }];
}

function refuse(fields: FieldError[]): never {
  throw new MailroomError('invalid-input', fields.map((field) => field.detail).join(' '), { fields });
}
