import { readdir, readFile } from 'node:fs/promises';

type Row = { process: string; 'PSS, MiB': number };

/** The memory of a process and all that descend from it, PostgreSQL included; Linux only (proc(5), smaps_rollup). */
export async function measureMemory(root: number): Promise<Row[]> {
  const parents = await readParents();
  const family = [...parents.keys()].filter((pid) => isDescendant(pid, root, parents));
  const rows = await Promise.all(
    family.map(async (pid) => ({ process: await nameOf(pid), 'PSS, MiB': await pssOf(pid) })),
  );
  const byName = Map.groupBy(rows, (row) => row.process);
  const sums = [...byName].map(([process, all]) => ({ process, 'PSS, MiB': sum(all) }));
  return [...sums, { process: 'all (goal: < 600)', 'PSS, MiB': sum(rows) }];
}

function sum(rows: Row[]): number {
  return Math.round(rows.reduce((total, row) => total + row['PSS, MiB'], 0) * 10) / 10;
}

async function readParents(): Promise<Map<number, number>> {
  const pids = (await readdir('/proc')).map(Number).filter(Boolean);
  const entries = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The name in brackets may hold anything, brackets too: the fields after it count from its end.
      return [pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const;
    }),
  );
  return new Map(entries.filter(([, parent]) => parent));
}

function isDescendant(pid: number, root: number, parents: Map<number, number>): boolean {
  for (let at: number | undefined = pid; at; at = parents.get(at)) if (at === root) return true;
  return false;
}

async function nameOf(pid: number): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (command.includes('bin/start.ts')) return 'supervisor';
  if (command.includes('app/server.ts')) return 'web app';
  if (command.includes('inbound/main.ts')) return 'SMTP receiver';
  return command.includes('postgres') ? 'PostgreSQL' : (command.split('\0')[0] ?? '');
}

async function pssOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
}
