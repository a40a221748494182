import type { MadeSource } from '#app/(workspace)/settings/sources/actions.ts';
import { Copyable } from '#app/ui/copyable.tsx';

/** How a program signs what it brings; the library is the specification's own. */
export function WebhookSteps({ made: { url, number } }: { made: MadeSource }) {
  return (
    <>
      <p className="text-ink-2">
        Post each text to it as JSON, signed with the secret by the Standard Webhooks specification. In
        JavaScript:
      </p>
      <Copyable text={exampleOf(url, number)} what="the example" />
      <p className="text-ink-2">
        It answers 200 once the text is stored. After any other answer send it again, with the same id: it is
        stored once. The README has the same with curl and openssl.
      </p>
    </>
  );
}

function exampleOf(url: string, to: string): string {
  return `import { Webhook } from 'standardwebhooks';
const body = JSON.stringify({ id: 'the id at your provider', from: 'X', to: '${to}', text: 'Your code is 073532.' });
const [id, now] = [crypto.randomUUID(), new Date()];
await fetch('${url}', {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1000)),
    'webhook-signature': new Webhook(process.env.MAILROOM_SOURCE_SECRET).sign(id, now, body),
  },
  body,
});`;
}
