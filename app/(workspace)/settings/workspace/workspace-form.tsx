'use client';
import { OneField } from '#app/(workspace)/settings/one-field.tsx';
import { rename } from '#app/(workspace)/settings/workspace/actions.ts';

export function WorkspaceForm({ name }: { name: string }) {
  return (
    <OneField
      change={rename}
      label="Name of the workspace"
      name="workspace"
      value={name}
      hint="Your company or team."
    />
  );
}
