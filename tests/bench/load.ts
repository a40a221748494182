import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Asked = { method: string; path: string; token?: string; body?: object };
export type Measured = {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  statuses: Map<number, number>;
};

/** The first ones warm up both sides, and are not counted. */
const WARM_UP_MS = 1_000;

/**
 * So many connections that each ask again the moment they are answered. Over bare sockets: on two cores, a client
 * like `fetch` would cost more than the server does.
 */
export async function load(
  url: string,
  { connections, ms }: { connections: number; ms: number },
  next: (connection: number, n: number) => Asked | null,
): Promise<Measured> {
  const { hostname, port } = new URL(url);
  const times: number[] = [];
  const statuses = new Map<number, number>();
  const from = performance.now() + WARM_UP_MS;
  const until = from + ms;
  const work = async (connection: number) => {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    for (let n = 0; performance.now() < until; n += 1) {
      const asked = next(connection, n);
      if (!asked) break;
      const started = performance.now();
      const status = await ask(socket, asked);
      if (started < from) continue;
      times.push(performance.now() - started);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => work(connection)));
  const seconds = Math.min(ms, performance.now() - from) / 1000;
  const sorted = times.sort((a, b) => a - b);
  const at = (p: number) =>
    Math.round((sorted[Math.floor((sorted.length * p) / 100)] ?? Number.NaN) * 10) / 10;
  return { perSecond: Math.round(times.length / seconds), p50: at(50), p95: at(95), p99: at(99), statuses };
}

/** Sends one request and takes in its answer, whose end is known by its length or its last chunk. */
function ask(socket: Socket, { method, path, token, body }: Asked): Promise<number> {
  const content = body ? JSON.stringify(body) : '';
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${token ? `Authorization: Bearer ${token}\r\n` : ''}Content-Length: ${content.length}\r\n\r\n${content}`,
  );
  return new Promise((resolve, reject) => {
    let answer = '';
    const take = (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (!isWhole(answer)) return;
      socket.off('data', take).off('error', reject).off('close', reject);
      resolve(Number(answer.slice(9, 12)));
    };
    socket.on('data', take).once('error', reject).once('close', reject);
  });
}

function isWhole(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head))?.[1];
  if (length !== undefined) return answer.length >= head + 4 + Number(length);
  return answer.endsWith('0\r\n\r\n');
}
