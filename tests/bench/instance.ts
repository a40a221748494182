import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Instance, startInstance } from '#bin/instance.ts';
import { startEmbedded } from '#lib/database/embedded.ts';
import { fillAddresses } from '#tests/bench/fill.ts';

export const OWNER = { email: 'bench@example.com', password: 'a long enough password' };

export type Measured = {
  instance: Instance;
  databaseUrl: string;
  client: pg.Client;
  /** Ends the processes and removes the data. */
  remove(): Promise<void>;
};

/** A Mailroom whose database is at hand, to be filled beside it, with so many addresses (fill.ts). */
export async function startOnOwnDatabase(addresses: number): Promise<Measured> {
  const data = await mkdtemp(path.join(tmpdir(), 'mailroom-bench-'));
  const postgres = await startEmbedded(data);
  const instance = await startInstance({ environment: { DATABASE_URL: postgres.url }, print: say });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await makeWorkspace(instance);
  await fillAddresses(client, addresses);
  return {
    ...{ instance, databaseUrl: postgres.url, client },
    async remove() {
      await client.end();
      await instance.remove();
      await postgres.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}

export async function makeWorkspace({ mailroom }: Instance): Promise<void> {
  const names = ['--workspace', 'Bench', '--owner', OWNER.email, '--domain', 'bench.example'];
  await mailroom(['init', ...names, '--password-stdin'], OWNER.password);
}

export function say(line: string): void {
  process.stderr.write(line);
}
