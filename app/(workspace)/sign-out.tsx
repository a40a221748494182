'use client';
import type { ReactNode } from 'react';
import { Button } from '#app/ui/button.tsx';

/** Ends the session in this browser. next-auth's client is loaded only for whoever presses it. */
export function SignOut({ children }: { children: ReactNode }) {
  const signOut = async () => {
    const { signOut } = await import('next-auth/react');
    await signOut({ callbackUrl: '/sign-in' });
  };
  return (
    <Button
      look="quiet"
      onClick={() => void signOut()}
      aria-label="Sign out"
      title="Sign out"
      className="px-2"
    >
      {children}
    </Button>
  );
}
