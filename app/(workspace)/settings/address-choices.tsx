import { Choice, Choices } from '#app/ui/choice.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

/** Every address, or only those that are ticked; which of the two is a field of its own, `where`. */
export function AddressChoices({
  addresses,
  all,
  limited,
  ticked,
  error,
}: {
  addresses: PublicAddress[];
  /** What "all" is called; null: it is not offered. */
  all: string | null;
  limited: boolean;
  ticked: string[];
  error?: string;
}) {
  return (
    <Choices legend="Addresses">
      <div className="group/where">
        {all && (
          <>
            <Choice type="radio" name="where" value="all" defaultChecked={!limited}>
              {all}
            </Choice>
            <Choice type="radio" name="where" value="some" defaultChecked={limited}>
              Only these
            </Choice>
          </>
        )}
        <div
          className={
            all ? 'hidden pl-7 group-has-[input[value=some]:checked]/where:block' : 'max-h-56 overflow-y-auto'
          }
        >
          <div className="max-h-56 overflow-y-auto">
            {addresses.map(({ id, address, label }) => (
              <Choice
                key={id}
                type="checkbox"
                name="addresses"
                value={address}
                defaultChecked={ticked.includes(address)}
                note={label}
              >
                {address}
              </Choice>
            ))}
          </div>
          {addresses.length === 0 && <p className="text-ink-2">There is no address yet that you may see.</p>}
        </div>
      </div>
      {error && <Mistake>{error}</Mistake>}
    </Choices>
  );
}
