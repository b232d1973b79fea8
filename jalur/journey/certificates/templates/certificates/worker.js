{% load static %}// Keeps the page of checks and what it needs, so that it opens without a network. The network is always asked first.
"use strict";

const CACHE = "certificates";
const PAGE = "{{ page }}", OFFLINE = "{{ offline }}", KNOWN = "{{ known }}";
const FILES = [OFFLINE, KNOWN, {% for file in files %}"{{ file }}", {% endfor %}];

const fresh = async (address) => {
  const answer = await fetch(address, { credentials: "omit", cache: "no-store" });
  if (answer.ok) await (await caches.open(CACHE)).put(address, answer.clone());
  return answer;
};
const kept = async (address) => {
  const found = await (await caches.open(CACHE)).match(address);
  if (!found) return Response.error();
  if (address !== KNOWN) return found;
  const headers = new Headers(found.headers);
  headers.set("X-Kept", "1");
  return new Response(found.body, { headers });
};

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all(FILES.map(fresh)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    if (address.pathname === PAGE) event.respondWith(fetch(event.request).catch(() => kept(OFFLINE)));
    return;
  }
  if (address.pathname === KNOWN) event.respondWith(fresh(KNOWN).catch(() => kept(KNOWN)));
  else if (FILES.includes(address.pathname)) event.respondWith(fetch(event.request).catch(() => kept(address.pathname)));
});
