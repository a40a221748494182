'use client';
import { Ring } from '#app/(workspace)/accounts/[id]/ring.tsx';
import { useTotp } from '#app/(workspace)/accounts/[id]/use-totp.ts';
import { CopyTarget } from '#app/(workspace)/inbox/now/copy-target.tsx';
import { CodeText } from '#app/ui/code-text.tsx';
import { Mistake } from '#app/ui/field.tsx';

/** The authenticator's code of this moment. It changes by itself; nobody waits for it. */
export function TotpCard({ id }: { id: string }) {
  const { code, nextCode, secondsLeft, mistake } = useTotp(id);
  return (
    <section aria-label="Authenticator" className="rounded-card border border-line bg-raised pt-3 pb-2">
      <h2 className="px-4 text-ink-2">Authenticator code</h2>
      {mistake ? (
        <div className="px-4 pb-2">
          <Mistake>{mistake}</Mistake>
        </div>
      ) : (
        <>
          <div className="max-md:px-3">
            {code ? (
              <CopyTarget key={code} messageId={null} code={code} />
            ) : (
              <div className="h-[52px] max-md:mt-2 max-md:h-14" />
            )}
          </div>
          <p className="flex min-h-8 items-center gap-2 px-4 text-ink-2">
            {code && (
              <>
                <Ring seconds={secondsLeft} />
                <span className={secondsLeft <= 5 ? 'text-amber' : ''}>{secondsLeft} s</span>
                <span className="text-ink-3">
                  then <CodeText code={nextCode} />
                </span>
              </>
            )}
          </p>
        </>
      )}
    </section>
  );
}
