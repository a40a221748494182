import type { AccountAnswer } from '#app/(workspace)/accounts/actions.ts';
import { Field } from '#app/ui/field.tsx';
import { Select } from '#app/ui/select.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

const PLAIN = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const;

/** What one says of an account. Of one that has secrets, an empty field keeps them. */
export function AccountFields({
  answer: { typed, mistakes },
  addresses,
  has = { authenticator: false, recoveryCodes: false },
}: {
  answer: AccountAnswer;
  addresses: PublicAddress[];
  has?: { authenticator: boolean; recoveryCodes: boolean };
}) {
  const choices = (kind: PublicAddress['kind']) => [
    { value: '', words: 'None' },
    ...addresses
      .filter((each) => each.kind === kind)
      .map(({ id, address }) => ({ value: id, words: address })),
  ];
  // A form that was sent is reset, and a list of choices then to what it was made with: so it is made anew.
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          {...PLAIN}
          label="Service"
          name="service"
          placeholder="x"
          defaultValue={typed.service}
          maxLength={100}
          required
          hint="As its codes are called: x, github, google …"
          error={mistakes.service}
        />
        <Field
          {...PLAIN}
          label="Handle"
          name="handle"
          placeholder="@brand"
          defaultValue={typed.handle}
          maxLength={200}
          required
          hint="What your team signs in with."
          error={mistakes.handle}
        />
        <Select
          key={`email ${typed.email}`}
          label="Managed email"
          name="email"
          options={choices('email')}
          defaultValue={typed.email}
        />
        <Select
          key={`phone ${typed.phone}`}
          label="Managed phone"
          name="phone"
          options={choices('phone')}
          defaultValue={typed.phone}
        />
      </div>
      <Field
        {...PLAIN}
        label="Authenticator secret"
        name="authenticator"
        placeholder={has.authenticator ? 'Kept as it is' : ''}
        defaultValue={typed.authenticator}
        maxLength={2_000}
        hint="What the service shows beside its QR code (“can’t scan it?”), or the otpauth:// URI. Stored encrypted, and never shown again."
        error={mistakes.authenticator}
      />
      <Field
        {...PLAIN}
        label="Recovery codes"
        name="recoveryCodes"
        placeholder={has.recoveryCodes ? 'Kept as they are' : ''}
        defaultValue={typed.recoveryCodes}
        maxLength={5_000}
        hint="With spaces between them. Stored encrypted; who may use the account can see them, and each look is recorded."
        error={mistakes.recoveryCodes}
      />
    </>
  );
}
