import type { MadeSource } from '#app/(workspace)/settings/sources/actions.ts';
import { Copyable } from '#app/ui/copyable.tsx';
import { QrCode } from '#app/ui/qr-code.tsx';

/** How the phone is paired, in the names that stand in the app (SMS Gateway for Android 1.x). */
export function AndroidSteps({ made: { url, qr } }: { made: MadeSource }) {
  return (
    <ol className="grid list-decimal gap-3 pl-5">
      <li>
        On the phone, install{' '}
        <a
          href="https://sms-gate.app"
          className="underline underline-offset-2"
          target="_blank"
          rel="noreferrer"
        >
          SMS Gateway for Android
        </a>{' '}
        and let it receive SMS.
      </li>
      <li className="grid gap-2">
        <span>
          Scan this with the phone’s camera, copy what it reads, and paste it in the app under Settings,
          Webhooks…, Signing Key.
        </span>
        {qr && <QrCode src={qr} what="The signing key" />}
      </li>
      <li>
        In the app, switch on Local server and put the phone online. It then shows its address, a user name
        and a password.
      </li>
      <li className="grid gap-2">
        <span>With those three, from a computer in the same network:</span>
        <Copyable text={registration('sms:received', url)} what="the command for texts" />
        <span>and, if MMS are to come too:</span>
        <Copyable text={registration('mms:downloaded', url)} what="the command for MMS" />
        <span className="text-ink-2">
          With Cloud server instead, the last argument is https://api.sms-gate.app/3rdparty/v1/webhooks. The
          texts themselves go straight from the phone to Mailroom.
        </span>
      </li>
      {!url.startsWith('https://') && (
        <li className="text-amber">
          The app sends to https:// only: put Mailroom behind TLS and set PUBLIC_URL, or use the app’s
          insecure build in your own network.
        </li>
      )}
    </ol>
  );
}

function registration(event: string, url: string): string {
  return `curl -u 'USER:PASSWORD' -H 'Content-Type: application/json' -d '${JSON.stringify({ event, url })}' http://PHONE:8080/webhooks`;
}
