/** Why a source of one's own is worth the trouble. */
export function Redacted() {
  return (
    <section aria-labelledby="redacted" className="grid gap-2 text-ink-2">
      <h2 id="redacted" className="font-semibold text-ink">
        When a code does not come, or is redacted
      </h2>
      <p>
        Twilio does not generally let its numbers receive one-time codes: it may take the code out of a text
        (its error 30038), and texts from short codes often never reach it. Such a text is kept and marked
        “redacted by the carrier”; the code itself has reached nobody.
      </p>
      <p>
        Put the SIM of the number into an Android phone and make it a source here, or ask Twilio’s support to
        allow codes for the number. Until then, have the code sent by email or use an authenticator app where
        the service offers it.
      </p>
    </section>
  );
}
