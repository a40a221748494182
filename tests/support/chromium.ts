import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** Where installers put it without telling PATH. */
const PLACES = [
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const ARGUMENTS = [
  // In most containers tests run as root, where Chromium's own sandbox does not start.
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  // A browser that fetches updates in the background makes a test slow, and offline it fails.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser, without a window. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await findOrInstallChromium(), args: ARGUMENTS });
}

/**
 * The Chrome or Chromium that is installed. On a bare Debian or Ubuntu, where we may, Chromium is installed from the
 * distribution: Playwright's own download is closed to many.
 * @throws when there is none, saying how to get one
 */
export async function findOrInstallChromium(): Promise<string> {
  const found = (await find()) ?? ((await install()) ? await find() : null);
  if (found) return found;
  throw new Error(
    'No Chrome or Chromium was found. Install one (on Debian: apt-get install chromium) or put it on PATH.',
  );
}

async function find(): Promise<string | null> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...PLACES,
  ];
  for (const candidate of candidates) {
    const executable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return candidate;
  }
  return null;
}

async function install(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  try {
    await run('apt-get', ['update']);
    await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 * 1024 * 1024,
    });
    return true;
  } catch {
    return false;
  }
}
