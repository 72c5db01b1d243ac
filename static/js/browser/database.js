/**
 * What this browser has of the chat for times without a line: IndexedDB
 * (https://www.w3.org/TR/IndexedDB/), which all tabs and the worker share.
 */
const NAME = "chatsite";
const VERSION = 1;
/** By stores: the person and their lists; conversations, by their numbers. */
const STORES = ["person", "conversations"];
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

/** Forget all that can be read without a line. */
export function clear() {
  return Promise.all(STORES.map((store) => within(store, "readwrite", (it) => it.clear())));
}

async function within(store, mode, act) {
  const transaction = (await database()).transaction(store, mode);
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
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
    for (const store of STORES) request.result.createObjectStore(store);
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
