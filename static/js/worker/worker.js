/**
 * The worker of all pages: it hands out the site's files of this version without a line,
 * and has something to show where the site cannot be reached. A page without a worker
 * does all else that one with it does.
 *
 * `self.made`: {build, files, page, shell}, what this version is made of: see
 * chat/web/app/worker.py. Files have addresses that never mean anything else, and pages
 * come from the site whenever it answers: so a worker may take over from an older one at
 * once, whatever pages are open.
 */
import { asking } from "../browser/sharing.js";
import { Files } from "./files.js";
import { sendWaiting } from "./outbox.js";
import { Pages } from "./pages.js";
import { Pictures } from "./pictures.js";
import { Pushes } from "./pushes.js";
import { renew } from "./subscription.js";
import { takeShared } from "./shared.js";
import { shareLeft } from "./sharing.js";

// As chat/web/app/manifest.py has it.
const SHARE = "/share/";

const own = { caches, fetch: (request) => fetch(request) };
const files = new Files({ ...own, made: self.made });
const pictures = new Pictures(own);
const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const pages = new Pages({ files, made: self.made, after });
const pushes = new Pushes({
  clients: self.clients,
  registration: self.registration,
  setBadge: async (count) => navigator.setAppBadge?.(count),
});

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(files.bring());
});

self.addEventListener("activate", (event) => event.waitUntil(begin()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const { origin, pathname } = url;
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === SHARE)
    event.respondWith(takeShared(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(pages.answer(event));
  else if (pictures.areAt(url))
    event.respondWith(pictures.answer(request, (promise) => event.waitUntil(promise)));
  else if (files.areAt(pathname)) event.respondWith(files.answer(request));
});

self.addEventListener("sync", (event) => event.waitUntil(sendAll()));

self.addEventListener("push", (event) =>
  event.waitUntil(pushes.take(event.data.json())),
);

self.addEventListener("pushsubscriptionchange", (event) =>
  event.waitUntil(renewed(event)),
);

self.addEventListener("notificationclick", (event) =>
  event.waitUntil(pushes.open(event.notification)),
);

async function sendAll() {
  await sendWaiting(dial);
  await shareLeft({ open: dial, asking, after, locks: navigator.locks });
}

function dial() {
  return new WebSocket(`${location.origin.replace("http", "ws")}/ws/`);
}

function renewed({ oldSubscription }) {
  const { pushManager } = self.registration;
  const { platform } = navigator;
  return renew({ open: dial, pushManager, former: oldSubscription?.endpoint, platform });
}

async function begin() {
  // While the worker starts, the page is on its way already.
  await self.registration.navigationPreload?.enable();
  await files.forgetOthers();
  await self.clients.claim();
}
