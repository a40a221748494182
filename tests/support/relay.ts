import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { parseSettings, settings } from '#lib/settings.ts';

export type Relayed = {
  envelope: { from: string; to: string[] };
  source: string;
  parsed: ParsedMail;
};

export type TestRelay = Awaited<ReturnType<typeof startRelay>>;

/** From now on this process hands its mail to that relay; to none when the URL is empty. */
export function useRelay(url: string): void {
  settings().relay = parseSettings({ SMTP_RELAY_URL: url, SMTP_NAME: 'mail.acme.example' }).relay;
}

/** A mail relay: keeps what it is given, and refuses what it is told to. */
export async function startRelay() {
  const relayed: Relayed[] = [];
  const refusals: { code: number; words: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData: async (stream, session, done) => {
      const source = await buffer(stream);
      const refusal = refusals.shift();
      if (refusal) return done(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
      const { mailFrom, rcptTo } = session.envelope;
      relayed.push({
        envelope: { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) },
        source: source.toString(),
        parsed: await simpleParser(source),
      });
      done();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    relayed,
    /** The one mail that has come since the last look. */
    only(): Relayed {
      const [mail, ...more] = relayed.splice(0);
      if (!mail || more.length > 0)
        throw new Error(`${more.length + (mail ? 1 : 0)} mails have come, not one.`);
      return mail;
    },
    refuseNext(code: number, words: string): void {
      refusals.push({ code, words });
    },
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
