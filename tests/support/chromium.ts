import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

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
  return chromium.launch({ executablePath: await findChromium(), args: ARGUMENTS });
}

/**
 * The Chrome or Chromium that is installed: a test run downloads none.
 * @throws when there is none, saying how to get one
 */
async function findChromium(): Promise<string> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...PLACES,
  ];
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  throw new Error(
    'No Chrome or Chromium was found. Install one (on Debian: apt-get install chromium) or put it on PATH.',
  );
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
