import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { firstMessage, mailHost } from '#app/(workspace)/mail-host.ts';
import { parseSettings } from '#lib/settings.ts';

const settings = (environment: Record<string, string>) => parseSettings({ SMTP_NAME: 'box', ...environment });

describe('the name in an MX record', () => {
  test.each([
    [{ SMTP_NAME: 'mail.acme.example' }, 'mail.acme.example'],
    [{ PUBLIC_URL: 'https://inbox.acme.example' }, 'inbox.acme.example'],
    [{ SMTP_NAME: 'mail.acme.example', PUBLIC_URL: 'https://inbox.acme.example' }, 'mail.acme.example'],
    [{ PUBLIC_URL: 'http://192.0.2.7:3000' }, null],
    [{}, null],
  ])('of %o is %s', (environment, name) => {
    expect(mailHost(settings(environment))).toBe(name);
  });
});

describe('the command that sends a first message', () => {
  test('names the port that Mailroom listens on, at an address that reaches it', () => {
    const { swaks, curl } = firstMessage(
      'brand@inbox.example',
      settings({ SMTP_HOST: '0.0.0.0', SMTP_PORT: '25' }),
    );
    expect(swaks).toMatch(/^swaks --server 127.0.0.1:25 --from you@example.com --to brand@inbox.example /);
    expect(curl).toContain('smtp://127.0.0.1:25');
    expect(firstMessage('a@b.example', settings({ SMTP_HOST: '::1' })).curl).toContain('smtp://[::1]:2525');
  });

  test('hands an address that a shell would obey to the program as it is', async () => {
    const address = "o'brien$(id)`id`%s\\n;&|@inbox.example";
    const { swaks, curl } = firstMessage(address, settings({}));
    expect(await run(swaks.replace(/^swaks/, "printf '%s\\n'"))).toContain(`--to\n${address}\n`);
    expect(await run(curl.split(' | curl')[0] ?? '')).toContain(`\nTo: ${address}\n`);
  });
});

/** What a shell prints for a command. */
async function run(command: string): Promise<string> {
  return (await promisify(execFile)('sh', ['-c', command])).stdout;
}
