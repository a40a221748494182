import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newAccount } from '#bin/demo/twilio/account.ts';
import { startTwilio } from '#bin/demo/twilio.ts';
import { takeAccounts } from '#bin/screenshots/accounts.ts';
import { takeConversation, takeForReadme, takeInbox } from '#bin/screenshots/inbox.ts';
import { takePeople } from '#bin/screenshots/people.ts';
import { takePhones } from '#bin/screenshots/phones.ts';
import { takeSettings } from '#bin/screenshots/settings.ts';
import { takeEmpty, takeStrangers } from '#bin/screenshots/strangers.ts';
import { Camera, FOLDER } from '#bin/screenshots/take.ts';
import { buildWebApp } from '#bin/start/build.ts';
import { database } from '#lib/database/client.ts';
import { startEmbedded } from '#lib/database/embedded.ts';
import { pool } from '#lib/database/pool.ts';
import { migrate } from '#prisma/migrate.ts';
import { launchChromium } from '#tests/support/chromium.ts';
import { SECRET, startWebApp } from '#tests/support/web-app.ts';

// `node bin/screenshots.ts [NAME …]`: pictures of every page, or of those whose names begin so, in light and dark, on a
// desk and on a phone, with no mail, a little and much, for somebody to look at; and the one that the README shows.
// On an instance of its own.

const ROOT = path.join(import.meta.dirname, '..');

const data = await mkdtemp(path.join(tmpdir(), 'mailroom-screenshots-'));
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const postgres = await startEmbedded(data, { settings: ['fsync=off'] });
const account = newAccount();
const twilio = await startTwilio(account);
Object.assign(process.env, {
  ...{ DATABASE_URL: postgres.url, MAILROOM_SECRET: SECRET },
  ...{ TWILIO_ACCOUNT_SID: account.sid, TWILIO_AUTH_TOKEN: account.token, TWILIO_API_URL: twilio.url },
});
await migrate(postgres.url);
await buildWebApp(ROOT, (line) => process.stderr.write(`${line}\n`));
const app = await startWebApp(postgres.url, {
  // Nothing is sent to it, nor to the next one.
  SMTP_RELAY_URL: 'smtp://127.0.0.1:1',
  ...{ OIDC_ISSUER: 'https://login.acme.example', OIDC_CLIENT_ID: 'mailroom', OIDC_CLIENT_SECRET: 'secret' },
});
const browser = await launchChromium();
try {
  const camera = new Camera(browser, app.url, process.argv.slice(2));
  const { take } = camera;
  const owner = await takeStrangers(take);
  await camera.signIn();
  await takeEmpty(take);
  await takeInbox(owner, take);
  await takePeople(owner, take);
  await takePhones(owner, take, twilio, app.url);
  await takeConversation(take, twilio.receive);
  await takeSettings(owner, take);
  await takeAccounts(owner, take);
  await takeForReadme(camera);
} finally {
  await browser.close();
  await app.stop();
  await twilio.close();
  await database().$disconnect();
  await pool().end();
  await postgres.stop();
  await rm(data, { recursive: true, force: true });
}
