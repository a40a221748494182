'use client';
import { OneField } from '#app/(workspace)/settings/one-field.tsx';
import { rename } from '#app/(workspace)/settings/sessions/actions.ts';

export function NameForm({ name }: { name: string }) {
  return <OneField change={rename} label="Your name" name="name" value={name} hint="As others see it." />;
}
