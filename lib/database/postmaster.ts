import { execFile } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** The first process of a PostgreSQL server: the one that all others descend from. */
export type Postmaster = { pid: number; port: number; isReady: boolean };

/**
 * How it is asked to end, and how long it has for that, in milliseconds: its fast shutdown ends the sessions and writes
 * a checkpoint, its immediate one only ends. What was committed is in the WAL either way, and is replayed.
 */
const WAYS_TO_END: [NodeJS.Signals, number][] = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
];

/**
 * What PostgreSQL's own file in its folder says, or null: line 1 is the process id, line 4 the port, line 8 whether it
 * takes connections. After a crash it may name nobody, or somebody else.
 */
export async function readPostmaster(folder: string): Promise<Postmaster | null> {
  const lines = (await readFile(fileIn(folder), 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 1 && port ? { pid, port, isReady: lines[7]?.trim() === 'ready' } : null;
}

/** Nobody but who holds the data folder may remove it: to PostgreSQL it means that no other server is there. */
export async function removePostmasterFile(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}

/** Whether the process is there and is the PostgreSQL of this very folder: its number may be another's by now. */
export async function servesFolder({ pid }: Postmaster, folder: string): Promise<boolean> {
  if (!exists(pid)) return false;
  const command = await commandOf(pid);
  if (!/postgres/.test(command[0] ?? '')) return false;
  // PostgreSQL works in its folder. Which one that is stays hidden where it runs as another user, in some containers.
  const [its, ours] = await Promise.all([stat(`/proc/${pid}/cwd`).catch(() => null), stat(folder)]);
  return its ? its.dev === ours.dev && its.ino === ours.ino : command.includes(folder);
}

/** Ends it with all of its sessions, whatever state they are in. @param ended resolves when it has */
export async function endPostmaster(pid: number, ended: Promise<unknown>): Promise<void> {
  const hasEnded = ended.then(() => true);
  for (const [signal, milliseconds] of WAYS_TO_END) {
    send(pid, signal);
    if (await Promise.race([hasEnded, sleep(milliseconds, false, { ref: false })])) return;
  }
  await killPostmaster(pid);
  await ended;
}

/** At once. Its sessions would notice and end by themselves, but not those that hang. */
export async function killPostmaster(pid: number): Promise<void> {
  const sessions = await childrenOf(pid);
  for (const each of [pid, ...sessions]) send(each, 'SIGKILL');
}

/** Resolves when no such server runs any more; for one that is no child of this process. */
export async function untilEnded(postmaster: Postmaster, folder: string): Promise<void> {
  while (await servesFolder(postmaster, folder)) await sleep(50);
}

function fileIn(folder: string): string {
  return path.join(folder, 'postmaster.pid');
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The program and its arguments; empty for one that has ended. A system without /proc has `ps`. */
async function commandOf(pid: number): Promise<string[]> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (line !== null) return line.split('\0');
  if (process.platform === 'linux') return [];
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'args=']).catch((error) => {
    if (error.code === 1) return { stdout: '' };
    throw error;
  });
  return stdout.trim().split(' ');
}

/** Empty where there is no /proc: there they have to notice by themselves. */
async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter(Boolean);
  const parents = await Promise.all(pids.map(parentOf));
  return pids.filter((_, i) => parents[i] === parent);
}

/** The second field behind the name, which stands in brackets and may hold some itself (proc_pid_stat(5)). */
async function parentOf(pid: number): Promise<number> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[1]);
}
