import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fetchWrk } from '#tests/bench/debian.ts';

const run = promisify(execFile);

export type Asked = { method: string; path: string; token?: string; body?: object };
export type Measured = {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** How many were answered, and how many of them with a status from 400 on. */
  answered: number;
  refused: number;
};

/** Until compilers and caches of the server are warm. */
const WARM_UP_MS = 3_000;

/**
 * So many connections that each ask again the moment they are answered, these requests in turn. By wrk, in C on one
 * thread: on two cores, a client in JavaScript would cost more than the server does.
 */
export async function load(
  url: string,
  { connections, ms }: { connections: number; ms: number },
  asked: Asked[],
): Promise<Measured> {
  const { program, environment } = await fetchWrk();
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-load-'));
  const script = path.join(folder, 'load.lua');
  await writeFile(script, luaOf(asked));
  // wrk takes the first address of a name, which need not be the one that is listened on.
  const target = url.replace('//localhost', '//127.0.0.1');
  const ask = (ms: number) =>
    run(program, ['-t1', `-c${connections}`, `-d${Math.round(ms / 1000)}s`, '-s', script, `${target}/`], {
      env: environment,
    });
  try {
    await ask(WARM_UP_MS);
    const { stdout } = await ask(ms);
    return JSON.parse(stdout.slice(stdout.lastIndexOf('{')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** wrk's own language: the requests, and what is printed at the end (its latencies are in microseconds). */
function luaOf(asked: Asked[]): string {
  const requests = asked.map(({ method, path, token, body }) => {
    const headers = [
      token && `["Authorization"] = "Bearer ${token}"`,
      body && '["Content-Type"] = "application/json"',
    ].filter(Boolean);
    const content = body ? JSON.stringify(JSON.stringify(body)) : 'nil';
    return `  { "${method}", "${path}", { ${headers.join(', ')} }, ${content} },`;
  });
  return `
local asked = {
${requests.join('\n')}
}
local made, n = {}, 0
function init()
  for i, each in ipairs(asked) do made[i] = wrk.format(each[1], each[2], each[3], each[4]) end
end
function request()
  n = n % #made + 1
  return made[n]
end
function done(summary, latency)
  print(string.format('{"perSecond":%d,"p50":%.1f,"p95":%.1f,"p99":%.1f,"answered":%d,"refused":%d}',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, summary.requests, summary.errors.status))
end
`;
}
