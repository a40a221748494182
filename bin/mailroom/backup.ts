import { withServer } from '#bin/mailroom/database.ts';
import { answer, answerJson, tell } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { BackupError } from '#lib/backup/failure.ts';
import { writeBackup } from '#lib/backup/write.ts';
import { rightSecret } from '#lib/right-secret.ts';
import type { Settings } from '#lib/settings.ts';

export async function run(given: Given): Promise<undefined> {
  const [file = ''] = given.positionals;
  const written = await withServer(
    async (url, settings) => writeBackup(file, { url, secret: await secretOf(url, settings) }),
    { create: false },
  );
  if (given.flag('json')) answerJson({ file, ...written });
  else answer(file);
  tell('The file holds everything, the secret too: keep it where only you can read it.');
}

/** @throws BackupError, SecretError: without it nobody could ever read what is sealed */
async function secretOf(url: string, settings: Settings): Promise<string> {
  const found = await rightSecret(settings, url);
  if (found) return found;
  throw new BackupError(
    `The secret is not here: set MAILROOM_SECRET, or DATA_DIR to the folder that has it (it is not in ${settings.dataDir}).`,
  );
}
