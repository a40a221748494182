import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { database } from '#lib/database/client.ts';
import { NumberedMails } from '#tests/inbound/smtp/numbered-mails.ts';
import { inScratchFolder } from '#tests/inbound/smtp/receiver.ts';
import { startProcess } from '#tests/inbound/smtp/receiver-process.ts';
import { useDatabase } from '#tests/support/database.ts';
import { Dialogue } from '#tests/support/dialogue.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

useDatabase();

test('SIGTERM ends what waits with 421, lets the mail that is being sent have its 250, and exits', async () => {
  await inScratchFolder(async (folder) => {
    const { address } = await createWorkspace();
    const { child, ready, exited } = startProcess({ DATA_DIR: folder });
    const port = await ready;
    const [idle, addressed, sending] = await Promise.all([1, 2, 3].map(() => Dialogue.ready(port)));
    await addressed?.say('MAIL FROM:<a@b.example>');
    expect(await sending?.begin('a@b.example', address.address)).toMatch(/^354 /);
    sending?.write('Subject: in time\r\n');
    child.kill('SIGTERM');
    for (const each of [idle, addressed]) {
      expect(await each?.reply()).toMatch(/^421 4\.3\.2 /);
      expect(await each?.reply()).toBe('');
    }
    // Nobody new is let in meanwhile.
    expect(await Dialogue.openSilently(port).reply()).toBe('');
    expect(await sending?.say('\r\nhi\r\n.')).toBe('250 2.0.0 Stored');
    expect(await sending?.reply()).toMatch(/^421 4\.3\.2 /);
    expect(await exited).toMatchObject({ code: 0, error: '' });
    expect(await database().message.count({ where: { addressId: address.id } })).toBe(1);
  });
});

test('SIGTERM under load undoes nothing that was answered, and stores nothing that was not', async () => {
  await inScratchFolder(async (folder) => {
    const { addresses } = await createWorkspace(['one', 'two']);
    const mails = new NumberedMails(addresses.map(({ address }) => address));
    const { child, ready, exited } = startProcess({ DATA_DIR: folder });
    const port = await ready;
    const then = () => {
      if (mails.accepted === 100) child.kill('SIGTERM');
    };
    await Promise.all(Array.from({ length: 16 }, () => mails.send(port, { then })));
    expect(await exited).toMatchObject({ code: 0, error: '' });
    expect(mails.accepted).toBeGreaterThanOrEqual(100);
    expect(await mails.stored()).toEqual(mails.expected());
  });
});

test.skipIf(process.platform !== 'linux')(
  'receivers that share a port take turns, and one that stops leaves the mail to the others',
  async () => {
    await inScratchFolder(async (folder) => {
      const { address } = await createWorkspace();
      const mails = new NumberedMails([address.address]);
      const first = startProcess({ DATA_DIR: folder, SMTP_PROCESSES: '2' });
      const port = await first.ready;
      const second = startProcess({ DATA_DIR: folder, SMTP_PROCESSES: '2', SMTP_PORT: String(port) });
      expect(await second.ready).toBe(port);
      const then = () => {
        if (mails.accepted === 50) first.child.kill('SIGTERM');
      };
      const senders = Array.from({ length: 16 }, () => mails.send(port, { then }));
      expect(await first.exited).toMatchObject({ code: 0, error: '' });
      await vi.waitUntil(() => mails.accepted >= 200, 20_000);
      second.child.kill('SIGTERM');
      await Promise.all(senders);
      const took = await Promise.all([first.exited, second.exited]);
      for (const { out } of took) expect(out).toMatch(/^smtp stored /m);
      expect(await mails.stored()).toEqual(mails.expected());
    });
  },
);

test('the receiver does not outlive its supervisor', async () => {
  await inScratchFolder(async (folder) => {
    const { child, ready, exited } = startProcess({ DATA_DIR: folder });
    await ready;
    child.disconnect();
    expect(await exited).toMatchObject({ code: 0, error: '' });
  });
});

test('a start that cannot work says in one line what is wrong and what would be right', async () => {
  await inScratchFolder(async (folder) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const mistakes: [Record<string, string>, string][] = [
      [{ SMTP_PORT: String(port) }, `SMTP_PORT: another program listens at 127.0.0.1:${port}`],
      [{ SMTP_HOST: '192.0.2.1' }, 'SMTP_HOST: 192.0.2.1 is no address of this machine'],
      [{ SMTP_TLS_CERT: '/none', SMTP_TLS_KEY: '/none' }, 'SMTP_TLS_CERT: /none cannot be read'],
      [{ DATABASE_URL: '' }, 'DATABASE_URL is not set'],
    ];
    const ends = mistakes.map(async ([env, line]) => {
      const { code, error } = await startProcess({ DATA_DIR: folder, ...env }).exited;
      expect(error).toContain(line);
      expect(error.trim().split('\n')).toHaveLength(1);
      expect(code).toBe(1);
    });
    await Promise.all(ends);
    taken.close();
  });
});
