import type { Instance } from '#bin/instance.ts';
import { type Load, type Mail, sendBySmtpSource, sendMails } from '#tests/bench/smtp/senders.ts';
import { type Server, startHaraka, startMailDev, startSmtpSink } from '#tests/bench/smtp/servers.ts';
import { fetchTools } from '#tests/bench/smtp/tools.ts';

/** Until compilers and caches are warm. */
const WARM_UP_MS = 6_000;
/** A case takes some seconds at the rate that the warm-up saw. */
const MEASURED_MS = 4_000;

type Send = (load: Load) => Promise<number>;
type Case = { what: string; connections: number; send: Send };

export type Row = { case: string } & Record<string, string>;

/**
 * Mails a second, of Mailroom and of others, one after the other on this machine, the sender on the same one. Mailroom
 * alone parses, authenticates, extracts, and answers when the mail is on the disk.
 */
export async function measureIntake(instance: Instance, recipient: string): Promise<Row[]> {
  const tools = await fetchTools();
  const bySource =
    (bytes: number, reconnect = false): Send =>
    (load) =>
      sendBySmtpSource(tools, { ...load, bytes, reconnect });
  const byUs =
    (mail: Mail): Send =>
    (load) =>
      sendMails({ ...load, mail });
  const cases: Case[] = [
    ...[1, 10, 16, 100].map((connections) => ({ what: '2 KB', connections, send: bySource(2_048) })),
    ...[1, 10, 16, 100].map((connections) => ({ what: '30 KB', connections, send: bySource(30_720) })),
    { what: '30 KB of HTML', connections: 16, send: byUs('html') },
    { what: '1 MB with an attachment', connections: 4, send: byUs('attachment') },
    // By the same sender, which takes more of the processor than smtp-source does: for the next one to be compared with.
    { what: '2 KB of words', connections: 16, send: byUs('plain') },
    { what: '2 KB, signed (DKIM)', connections: 16, send: byUs('signed') },
    { what: '2 KB, a connection for each', connections: 16, send: bySource(2_048, true) },
  ];
  const own: Server = { name: 'Mailroom', port: instance.smtpPort, stop: async () => {} };
  const rates = new Map<string, number[]>();
  for (const start of [async () => own, startMailDev, startHaraka, startSmtpSink]) {
    const server = await start(tools);
    rates.set(server.name, await measure(server, recipient, cases));
    await server.stop();
  }
  const [ours = [], ...others] = rates.values();
  return cases.map(({ what, connections }, i) => {
    const [, ...names] = rates.keys();
    const compared = names.map((name, n) => {
      const rate = others[n]?.[i] ?? Number.NaN;
      return [`${name} (ratio)`, `${round(rate)} (${((ours[i] ?? 0) / rate).toFixed(2)})`];
    });
    return {
      case: `${what}, ${connections} connection${connections === 1 ? '' : 's'}`,
      'Mailroom, mails/s': round(ours[i] ?? 0),
      ...Object.fromEntries(compared),
    };
  });
}

async function measure({ port }: Server, recipient: string, cases: Case[]): Promise<number[]> {
  const rates: number[] = [];
  let warmUpMs = WARM_UP_MS;
  for (const { connections, send } of cases) {
    const load = { port, recipient, connections };
    // The first case warms up the server, each further one itself.
    let rate = await send({ ...load, mails: 2 * connections });
    for (const deadline = performance.now() + warmUpMs; performance.now() < deadline; )
      rate = await send({ ...load, mails: Math.max(2 * connections, Math.round(rate / 2)) });
    warmUpMs = 1_000;
    rates.push(
      await send({ ...load, mails: Math.max(4 * connections, Math.round((rate * MEASURED_MS) / 1_000)) }),
    );
  }
  return rates;
}

function round(rate: number): string {
  return rate < 100 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en');
}
