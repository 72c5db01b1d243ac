/**
 * What this browser has of the chat for times without a line: IndexedDB
 * (https://www.w3.org/TR/IndexedDB/), which all tabs and the worker share.
 */
const NAME = "chatsite";
const VERSION = 1;
/** What was seen: the person and their lists; conversations, by their numbers. */
const SEEN = ["person", "conversations"];
/** What waits: posts, by their ids; what is to be shared, or another app shares. */
const WAITING = ["outbox", "shared"];
/** The cache of pictures that were seen: see worker/pictures.js. */
export const PICTURES = "chatsite.pictures";
let opened = null;

/** The value of a key; undefined without one. Rejects where nothing can be kept. */
export function valueOf(store, key) {
  return within(store, "readonly", (it) => it.get(key));
}

export function valuesOf(store) {
  return within(store, "readonly", (it) => it.getAll());
}

export function keysOf(store) {
  return within(store, "readonly", (it) => it.getAllKeys());
}

export function keep(store, key, value) {
  return within(store, "readwrite", (it) => it.put(value, key));
}

export function remove(store, key) {
  return within(store, "readwrite", (it) => it.delete(key));
}

/** Have these values there, by their ids, and no others. */
export function replace(store, values) {
  return within(store, "readwrite", (it) => {
    it.clear();
    for (const each of values) it.put(each, each.id);
  });
}

/** Forget what can be read without a line. */
export async function forgetSeen() {
  // On plain http there are no caches, except on localhost.
  await globalThis.caches?.delete(PICTURES);
  await empty(SEEN);
}

export async function forgetAll() {
  await forgetSeen();
  await empty(WAITING);
}

function empty(stores) {
  return Promise.all(stores.map((store) => replace(store, [])));
}

async function within(store, mode, act) {
  const transaction = (await database()).transaction(store, mode);
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

function database() {
  opened ??= opening();
  return opened;
}

function opening() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    for (const store of [...SEEN, ...WAITING]) request.result.createObjectStore(store);
  };
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      const { result } = request;
      // A page of a newer version has other stores: it does not wait for this one.
      result.onversionchange = () => result.close();
      resolve(result);
    };
    request.onerror = () => reject(request.error);
  });
}
