import { type Certificate, readCertificate } from '#inbound/smtp/certificate.ts';
import type { Log } from '#inbound/smtp/log.ts';

/** A renewed certificate has weeks until the old one expires; whoever exchanges it wants to see that it works. */
const LOOK_EVERY_MS = 5_000;

type Renewal = {
  files: { cert: string; key: string };
  /** What was read of them at the start. */
  current: Certificate;
  use: (certificate: Certificate) => void;
  log: Log;
  everyMs?: number;
};

/**
 * Takes up what is written to the certificate's files, however it gets there: over the old one, by a rename, or by
 * turning a symbolic link, as certbot and Kubernetes do. So the files are read now and then; notifications of the
 * file system follow a file, not a name. A pair that is half written or does not work changes nothing, and the log
 * says once what is wrong with it.
 * @returns stops it
 */
export function followCertificate({
  files,
  current,
  use,
  log,
  everyMs = LOOK_EVERY_MS,
}: Renewal): () => void {
  let used = current;
  let lastProblem: string | undefined;
  let timer: NodeJS.Timeout;
  let stopped = false;

  async function look(): Promise<void> {
    try {
      const found = await readCertificate(files);
      lastProblem = undefined;
      if (stopped || (found.cert === used.cert && found.key === used.key)) return;
      use(found);
      used = found;
      log('certificate-renewed');
    } catch (error) {
      const problem = (error as Error).message;
      if (problem !== lastProblem) log('certificate-kept', { because: problem });
      lastProblem = problem;
    }
  }

  function schedule(): void {
    if (!stopped) timer = setTimeout(() => look().finally(schedule), everyMs).unref();
  }

  schedule();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
