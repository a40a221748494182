'use client';
import { createContext, useContext } from 'react';

/** Whether messages can be forwarded here at all: without a mail relay nothing on the page offers it. */
const Forwarding = createContext(false);

export const ForwardingProvider = Forwarding.Provider;

export function useForwarding(): boolean {
  return useContext(Forwarding);
}
