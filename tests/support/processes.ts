import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Every process that descends from this one, PostgreSQL's own included. */
export async function descendants(root: number): Promise<number[]> {
  const processes = await listProcesses();
  const children = (pid: number): number[] =>
    processes.filter((each) => each.parent === pid).flatMap((each) => [each.pid, ...children(each.pid)]);
  return children(root);
}

export async function childOf(root: number, script: string): Promise<number> {
  const child = (await listProcesses()).find((each) => each.parent === root && each.command.includes(script));
  return child?.pid ?? 0;
}

/** Those whose command line holds this text, such as the name of a data folder. */
export async function mentioning(text: string): Promise<number[]> {
  return (await listProcesses()).filter((each) => each.command.includes(text)).map((each) => each.pid);
}

/** A zombie has ended; it only waits to be counted. */
export async function alive(pids: number[]): Promise<number[]> {
  return (await listProcesses())
    .filter((each) => pids.includes(each.pid) && !each.state.startsWith('Z'))
    .map((each) => each.pid);
}

async function listProcesses() {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=,args=']);
  return stdout.split('\n').map((line) => {
    const [pid, parent, state, ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state: state ?? '', command: command.join(' ') };
  });
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}
