import { type ChildProcess, spawn } from 'node:child_process';
import { endProcess } from '#lib/end-process.ts';
import { ALIVE_EVERY_MS } from '#lib/supervised.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;
/** Having run this long, a process was well: its next crash is a new story. */
const WELL_AFTER_MS = 60_000;
/** A drain takes as long as its slowest mail; then it is over. */
const GRACE_MS = 15_000;
/** A process that says nothing for so many looks in a row hangs: half a minute; the longest work at a stretch takes seconds. */
const MAX_SILENT_LOOKS = 6;

type Options = {
  cwd: string;
  say: (line: string) => void;
  /** Whether one that hangs is ended. Not while somebody develops: a debugger holds it for as long as they like. */
  endsHung: boolean;
  /** How often it is looked at; tests cannot wait. In milliseconds. */
  lookEveryMs?: number;
  /** Called when it has become ready, and when it has ended. */
  changed?: () => void;
};

/** Most of the memory of these processes is garbage not yet collected: a smaller nursery collects it sooner, at no measurable cost. */
const NODE_OPTIONS = ['--max-semi-space-size=4'];

/**
 * A process of ours that is watched over: once it has been ready, it comes back after a crash, later and later, and is
 * ended when it hangs. It says over its channel when it serves, and that it still does (lib/supervised.ts).
 */
export class Child {
  /** Resolves when it has said that it is ready. */
  readonly ready: Promise<void>;
  /** Resolves to its name when it ends before it was ever ready: it cannot work as things are. */
  readonly failed: Promise<string>;
  /** Whether it serves, as far as it has said. */
  isUp = false;
  restarts = 0;

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

  /** Says something to it, if it is there. */
  tell(message: object): void {
    // What it does not get any more, it need not know.
    if (this.#process?.connected) this.#process.send(message, () => {});
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
    const watch = this.#watch(child);
    child.on('message', (message) => {
      if ((message as { type?: string }).type !== 'ready') return;
      this.#wasReady = true;
      this.isUp = true;
      this.#resolveReady();
      this.#options.changed?.();
    });
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      this.isUp = false;
      this.#options.changed?.();
      if (this.#stopped) return;
      if (!this.#wasReady) return this.#resolveFailed(this.#name);
      if (Date.now() - startedAt > WELL_AFTER_MS) this.#retry = FIRST_RETRY_MS;
      this.#options.say(
        `${this.#name} ended unexpectedly (${signal ?? code}); starting it again in ${this.#retry / 1000} s …`,
      );
      this.restarts += 1;
      this.#timer = setTimeout(() => this.#start(), this.#retry);
      this.#retry = Math.min(this.#retry * 2, LAST_RETRY_MS);
    });
  }

  /**
   * Ends it when it has been ready and says nothing more. In looks and not by the clock: those stand still with the
   * process while the machine sleeps.
   */
  #watch(child: ChildProcess): NodeJS.Timeout {
    let silentLooks = Number.NEGATIVE_INFINITY;
    child.on('message', () => {
      silentLooks = 0;
    });
    return setInterval(() => {
      silentLooks += 1;
      if (silentLooks !== MAX_SILENT_LOOKS || !this.#options.endsHung || this.#stopped) return;
      this.#options.say(`${this.#name} hangs: it has not answered for some time, and is ended.`);
      child.kill('SIGKILL');
    }, this.#options.lookEveryMs ?? ALIVE_EVERY_MS);
  }
}
