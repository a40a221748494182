import { UsageError } from '#bin/mailroom/usage.ts';
import { InvalidInputError, MailroomApiError, NothingYetError } from '#lib/client.ts';
import { isDatabaseAway } from '#lib/database/away.ts';
import { MailroomError } from '#lib/errors.ts';
import { SettingsError } from '#lib/settings.ts';

/** 2 for what was given wrongly, 3 for nothing found in time, 1 for all else. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof InvalidInputError) return 2;
  if (error instanceof MailroomError && error.code === 'invalid-input') return 2;
  return error instanceof NothingYetError ? 3 : 1;
}

/** In words for whoever typed the command; the stack only where we do not know what it is. */
export function explain(error: unknown): string {
  if (error instanceof SettingsError)
    return error.mistakes.map((mistake) => `Setting: ${mistake}`).join('\n');
  if (error instanceof UsageError || error instanceof MailroomError || error instanceof MailroomApiError)
    return error.message;
  if (!(error instanceof Error)) return String(error);
  if (isDatabaseAway(error)) return `The database cannot be reached: ${reasonOf(error)}`;
  return isForPeople(error) ? error.message : (error.stack ?? error.message);
}

/** What PostgreSQL, the migrations, a backup and the file system say is to the point. */
function isForPeople(error: Error): boolean {
  return (
    ['MigrationError', 'DataDirError', 'BackupError', 'SecretError', 'error'].includes(error.name) ||
    'syscall' in error
  );
}

/** Node gives the error of a host with several addresses no words of its own. */
function reasonOf(error: Error): string {
  const causes = error instanceof AggregateError ? error.errors : [error];
  return causes.map((cause) => (cause instanceof Error ? cause.message : String(cause))).join('; ');
}
