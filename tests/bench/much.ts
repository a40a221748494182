import { loadavg } from 'node:os';
import type { Instance } from '#bin/instance.ts';
import { fillMessages } from '#tests/bench/fill.ts';
import { say, startOnOwnDatabase } from '#tests/bench/instance.ts';
import { measureMemory } from '#tests/bench/memory.ts';
import { sendBySmtpSource } from '#tests/bench/smtp/senders.ts';
import { type Server, startSmtpSink } from '#tests/bench/smtp/servers.ts';
import { fetchTools, type Tools } from '#tests/bench/smtp/tools.ts';

// `node tests/bench/much.ts`: the intake with 10,000 addresses, when little and when much is stored, and the receiver's
// memory over 100,000 mails. Some minutes go into storing the million. Beside each rate stands that of smtp-sink, which
// keeps nothing, in the same minute: what the machine gave just then.

const ADDRESSES = 10_000;
const STORED = [10_000, 1_000_000];
const ROUNDS = 3;
/** Each at another address. */
const MAILS = 3_000;
const STEPS = 5;
const MAILS_A_STEP = 20_000;

const { instance, client, remove } = await startOnOwnDatabase(ADDRESSES);
const tools = await fetchTools();
const sink = await startSmtpSink(tools);
try {
  const [few = 0, many = 0] = STORED;
  await fillMessages(client, few, say);
  const before = await measureRates(tools, instance, sink);
  const memory = await measureGrowth(tools, instance);
  await fillMessages(client, many, say);
  await client.query('CHECKPOINT');
  const after = await measureRates(tools, instance, sink);

  console.log(
    `\nIntake, mails of 2 KB to ${ADDRESSES.toLocaleString('en')} addresses, 16 connections (load ${loadavg()[0]?.toFixed(1)})`,
  );
  console.table([
    { stored: few.toLocaleString('en'), ...before },
    { stored: many.toLocaleString('en'), ...after },
  ]);
  console.log(`Ratio: ${(after['mails a second'] / before['mails a second']).toFixed(2)} (goal: ≥ 0.80)`);
  console.log(
    '\nMemory of the receiver, PSS in MiB, while as many mails of 2 KB come in (goal: ≤ 200, flat)',
  );
  console.table(memory);
} finally {
  await sink.stop();
  await remove();
}

/** The median of some rounds; the first one warms up, and is not counted. */
async function measureRates(tools: Tools, { smtpPort }: Instance, sink: Server) {
  const [ours, sinks]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    ours.push(await send(tools, smtpPort, MAILS));
    sinks.push(await send(tools, sink.port, MAILS));
  }
  const [rate, sinkRate] = [median(ours.slice(1)), median(sinks.slice(1))];
  return {
    'mails a second': Math.round(rate),
    'smtp-sink': Math.round(sinkRate),
    ratio: Math.round((rate / sinkRate) * 1_000) / 1_000,
  };
}

async function measureGrowth(tools: Tools, { smtpPort, pid }: Instance) {
  const rows = [];
  for (let step = 0; step <= STEPS; step += 1) {
    for (let sent = 0; step > 0 && sent < MAILS_A_STEP; sent += ADDRESSES)
      await send(tools, smtpPort, ADDRESSES);
    const receiver = (await measureMemory(pid)).find(({ process }) => process === 'SMTP receiver');
    rows.push({ mails: (step * MAILS_A_STEP).toLocaleString('en'), 'PSS, MiB': receiver?.['PSS, MiB'] });
  }
  return rows;
}

/** @param mails no more than there are addresses */
function send(tools: Tools, port: number, mails: number): Promise<number> {
  const load = { port, recipient: 'a@bench.example', connections: 16, mails, bytes: 2_048 };
  return sendBySmtpSource(tools, { ...load, numbered: true });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
