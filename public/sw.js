// Shows what is pushed, and opens the message when it is pressed. It keeps nothing: no page with a code is ever cached.

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('push', (event) => {
  const { title, body, tag, path } = event.data.json();
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag,
      icon: '/install/192.png',
      badge: '/install/badge.png',
      data: { path },
    }),
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data.path, self.location.origin)));
});

self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew()));

/** The browser has given up its place at the push service: a new one, or nothing pushed would arrive any more. */
async function renew() {
  const told = await fetch('/settings/preferences/device');
  // Signed out meanwhile: nothing is to be pushed here.
  if (!told.ok) return;
  const { publicKey } = await told.json();
  const made = await self.registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  await fetch('/settings/preferences/device', { method: 'PUT', body: JSON.stringify(made) });
}

/** In the inbox that is open already, where there is one. */
async function open(url) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const inbox = windows.find((each) => new URL(each.url).pathname === '/inbox');
  if (!inbox) return self.clients.openWindow(url.href);
  await inbox.focus();
  // Refused where the page was loaded without this worker.
  return inbox.navigate(url.href).catch(() => self.clients.openWindow(url.href));
}
