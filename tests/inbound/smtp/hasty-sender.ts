import { parentPort, workerData } from 'node:worker_threads';
import { createTransport } from 'nodemailer';

// A sender on a thread of its own, which answers while the receiver is still in the same turn of its event loop: each
// mail over a connection of its own, with TLS, several beside each other. Tells what went wrong.

const AT_ONCE = 6;

const { port, recipient, mails } = workerData as { port: number; recipient: string; mails: number };
const errors: string[] = [];
let sent = 0;

async function keepSending(): Promise<void> {
  while (sent < mails) {
    sent += 1;
    const transport = createTransport({ host: '127.0.0.1', port, tls: { rejectUnauthorized: false } });
    await transport
      .sendMail({ from: 'a@b.example', to: recipient, subject: `Mail ${sent}`, text: 'hi' })
      .catch((error: Error) => errors.push(error.message));
    transport.close();
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, keepSending));
parentPort?.postMessage(errors);
