import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { createToken } from '#lib/access/tokens.ts';
import { database } from '#lib/database/client.ts';
import { BRAND, fresh, openAcme } from '#tests/support/acme.ts';
import { deliverSample } from '#tests/support/sample-mail.ts';

const { journey } = openAcme();

type Example = (fixtures: { page: Page }) => Promise<void>;
declare global {
  /** Where the example of the README, which runs under Playwright, leaves its test. */
  var readmeExample: Example | undefined;
}

/** A shop that mails a code, and lets in whoever enters it. */
let shop: string;
let mailed = '';
beforeAll(async () => {
  const page = (body: string) => `<!doctype html><title>Shop</title><form action="?">${body}</form>`;
  const server = createServer(async (request, response) => {
    const given = new URL(request.url ?? '/', 'http://shop.example').searchParams;
    response.setHeader('Content-Type', 'text/html');
    if (given.get('code'))
      return response.end(page(given.get('code') === mailed ? 'Welcome back' : 'Wrong code'));
    if (!given.get('email'))
      return response.end(page('<label>Email <input name="email"></label><button>Mail me a code</button>'));
    mailed = String(Math.floor(Math.random() * 900_000) + 100_000);
    response.end(page('<label>Code <input name="code"></label><button>Log in</button>'));
    const mail = {
      ...fresh(mailed),
      subject: `${mailed} is your Shop code`,
      text: `Your Shop code is ${mailed}.`,
    };
    return deliverSample(given.get('email') ?? '', { ...mail, seconds: 0 });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}/login`;
  return () => {
    server.closeAllConnections();
    server.close();
  };
});

beforeAll(async () => {
  const { id: workspaceId } = await database().workspace.findFirstOrThrow();
  const operator = { kind: 'system', workspaceId, name: 'test' } as const;
  const { token } = await createToken(operator, { name: 'readme', scopes: ['codes:claim', 'codes:read'] });
  process.env.MAILROOM_TOKEN = token;
});

/** The README's block of code that has these words in it, as it stands, with this test's places in it. */
async function block(language: string, words: string): Promise<string> {
  const readme = await readFile('README.md', 'utf8');
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const [, , code = ''] = blocks.find(([, lang, text]) => lang === language && text?.includes(words)) ?? [];
  return code
    .replaceAll('http://localhost:3000', journey.url)
    .replaceAll('https://shop.example/login', shop)
    .replaceAll('brand@inbox.example', BRAND);
}

test('the README logs in to a page that mails a code, in ten lines', async () => {
  await database().message.deleteMany();
  const code = await block('ts', '@playwright/test');
  const file = path.resolve('tests/.artifacts/readme-login.ts');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(
    file,
    code
      .replace(
        /import \{ test \} from '@playwright\/test';/,
        'const test = (_, run) => { globalThis.readmeExample = run; };',
      )
      .replace("'./lib/client.ts'", "'#lib/client.ts'"),
  );
  await import(pathToFileURL(file).href);
  const page = await journey.open();
  await globalThis.readmeExample?.({ page });
  expect(await page.getByText('Welcome back').count()).toBe(1);
  const used = code.split('\n').filter((line) => line.trim() !== '');
  expect(used.length).toBeLessThanOrEqual(12);
});

test('the README’s curl claims a code', async () => {
  await database().message.deleteMany();
  await deliverSample(BRAND, { ...fresh('9k2mm4qz'), seconds: 0 });
  const command = await block('sh', '/codes/claim');
  expect((await promisify(execFile)('sh', ['-c', command])).stdout).toBe('9k2mm4qz');
});
