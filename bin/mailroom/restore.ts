import { withServer } from '#bin/mailroom/database.ts';
import { answerJson, tell } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { BackupError } from '#lib/backup/failure.ts';
import { restoreBackup } from '#lib/backup/restore.ts';
import { replaceSecret } from '#lib/secret.ts';
import type { Settings } from '#lib/settings.ts';

export async function run(given: Given): Promise<undefined> {
  const [file = ''] = given.positionals;
  const restored = await withServer(
    (url, settings) => restoreBackup(file, { url, keepSecret: (secret) => keepSecret(secret, settings) }),
    { create: true },
  );
  if (given.flag('json')) answerJson({ file, ...restored });
  tell(`Mailroom is as it was at ${restored.madeAt}: npm start.`);
}

async function keepSecret(secret: string, settings: Settings): Promise<void> {
  if (!settings.secret) await replaceSecret(settings.dataDir, secret);
  else if (settings.secret !== secret)
    throw new BackupError(
      'MAILROOM_SECRET is another than the backup’s, and could not read what is sealed: set that one, or none.',
    );
}
