import type { BrowserSubscription } from '#lib/push/subscriptions.ts';

// What this browser can do, and is asked to do, to be told about new codes (W3C Push API).

export type Ability = 'able' | 'insecure' | 'home-screen' | 'unable' | 'refused';

export function abilityHere(): Ability {
  if (!window.isSecureContext) return 'insecure';
  const able = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
  // Apple's phones and tablets have it only for what is installed.
  if (!able) return /iPhone|iPad/.test(navigator.userAgent) ? 'home-screen' : 'unable';
  return Notification.permission === 'denied' ? 'refused' : 'able';
}

/** Asks the person, and then the browser's push service. @returns null when the person said no */
export async function subscribeHere(publicKey: string): Promise<BrowserSubscription | null> {
  if ((await Notification.requestPermission()) !== 'granted') return null;
  await navigator.serviceWorker.register('/sw.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  // An earlier one may be for other keys, and then there can be no new one beside it.
  await (await pushManager.getSubscription())?.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  return made.toJSON() as BrowserSubscription;
}

/** The browser forgets its place at the push service, so that nothing sent there arrives any more. */
export async function unsubscribeHere(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration('/sw.js');
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}
