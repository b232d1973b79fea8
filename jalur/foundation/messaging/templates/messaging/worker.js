// Shows the notices of Jalur and says which was opened. It keeps nothing, and stands between no page and the network.
"use strict";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const { title, body, lang, tag, link, opened } = event.data.json();
  event.waitUntil(Promise.all([
    self.registration.showNotification(title, { body, lang, tag, data: { link, opened } }),
    self.registration.update().catch(() => {}),
  ]));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { link, opened } = event.notification.data;
  const report = { method: "POST", body: JSON.stringify({ opened }), credentials: "omit", keepalive: true };
  event.waitUntil(Promise.all([
    fetch("{% url 'messaging:hook' 'push' %}", report).catch(() => {}),
    self.clients.openWindow(link),
  ]));
});
