import { type ChildProcess, spawn } from 'node:child_process';
import { endProcess } from '#lib/end-process.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
/** Having run this long, a process was well: its next crash is a new story. */
const WELL_AFTER_MS = 60_000;
/** A drain takes as long as its slowest mail; then it is over. */
const GRACE_MS = 15_000;

type Options = { cwd: string; say: (line: string) => void };

/** Most of the memory of these processes is garbage not yet collected: a smaller nursery collects it sooner, at no measurable cost. */
const NODE_OPTIONS = ['--max-semi-space-size=4'];

/**
 * A process of ours that is watched over: once it has been ready, it comes back after a crash, later and later.
 * It says `{ type: 'ready' }` over its channel when it serves.
 */
export class Child {
  /** Resolves when it has said that it is ready. */
  readonly ready: Promise<void>;
  /** Resolves to its name when it ends before it was ever ready: it cannot work as things are. */
  readonly failed: Promise<string>;

  #name: string;
  #args: string[];
  #options: Options;
  #process: ChildProcess | undefined;
  #retry = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #wasReady = false;
  #resolveReady = () => {};
  #resolveFailed = (_name: string) => {};

  constructor(name: string, args: string[], options: Options) {
    this.#name = name;
    this.#args = args;
    this.#options = options;
    this.ready = new Promise((resolve) => {
      this.#resolveReady = resolve;
    });
    this.failed = new Promise((resolve) => {
      this.#resolveFailed = resolve;
    });
    this.#start();
  }

  /** SIGTERM, and SIGKILL to what has not drained in time. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (!this.#process) return;
    const timer = setTimeout(() => this.kill(), GRACE_MS);
    await endProcess(this.#process, 'SIGTERM');
    clearTimeout(timer);
  }

  /** At once, with whatever it was doing. */
  kill(): void {
    this.#process?.kill('SIGKILL');
  }

  #start(): void {
    const startedAt = Date.now();
    // A group of its own: Ctrl-C reaches the whole foreground group, and the order of stopping is ours to keep.
    const child = spawn(process.execPath, [...NODE_OPTIONS, ...this.#args], {
      cwd: this.#options.cwd,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    });
    this.#process = child;
    child.on('message', (message) => {
      if ((message as { type?: string }).type !== 'ready') return;
      this.#wasReady = true;
      this.#resolveReady();
    });
    child.once('exit', (code, signal) => {
      if (this.#stopped) return;
      if (!this.#wasReady) return this.#resolveFailed(this.#name);
      if (Date.now() - startedAt > WELL_AFTER_MS) this.#retry = FIRST_RETRY_MS;
      this.#options.say(
        `${this.#name} ended unexpectedly (${signal ?? code}); starting it again in ${this.#retry / 1000} s …`,
      );
      this.#timer = setTimeout(() => this.#start(), this.#retry);
      this.#retry = Math.min(this.#retry * 2, LAST_RETRY_MS);
    });
  }
}
