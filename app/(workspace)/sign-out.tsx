'use client';
import type { ComponentProps } from 'react';
import { Button } from '#app/ui/button.tsx';

export function SignOut(button: Omit<ComponentProps<typeof Button>, 'onClick'>) {
  return <Button {...button} onClick={() => void signOut()} />;
}

/** Ends the session in this browser. next-auth's client is loaded only for whoever asks for it. */
export async function signOut(): Promise<void> {
  const { signOut } = await import('next-auth/react');
  await signOut({ callbackUrl: '/sign-in' });
}
