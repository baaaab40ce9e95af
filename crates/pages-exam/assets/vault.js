// @ts-check
// What this device keeps: answers that were not acknowledged yet, what is needed to open a running exam again, pieces of speech.
// Everything names the attempt that it belongs to.

/**
 * An answer on its way. `seq` counts the changes of the attempt; whoever has been sent keeps number and value.
 * @typedef {{ attemptId: number, seq: number, questionId: number, value: unknown, marked: boolean, at: number,
 *   isSent: boolean, isDone: boolean, refused?: string }} Entry
 * @typedef {{ isLasting: boolean,
 *   entries: (attemptId: number) => Promise<Entry[]>,
 *   putEntries: (entries: Entry[], removed?: Entry[]) => Promise<void>,
 *   read: (key: string) => Promise<any>,
 *   write: (key: string, value: unknown) => Promise<void>,
 *   remove: (key: string) => Promise<void>,
 *   addPiece: (take: string, seq: number, piece: Blob) => Promise<void>,
 *   pieces: (take: string) => Promise<Blob[]>,
 *   removePieces: (take: string) => Promise<void>,
 *   wipe: (attemptId: number) => Promise<void> }} Vault
 */

const NAME = "balai-exam";
const ENTRIES = "entries";
const THINGS = "things";
const PIECES = "pieces";

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

/** Everything whose key begins so. @param {IDBValidKey} first */
const beginning = (first) => IDBKeyRange.bound([first], [first, []]);

/** The browser's database, or memory where it has none (a private window may not). @returns {Promise<Vault>} */
export async function openVault() {
  try {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ENTRIES, { keyPath: ["attemptId", "seq"] });
      request.result.createObjectStore(THINGS);
      request.result.createObjectStore(PIECES);
    };
    return kept(await result(request));
  } catch {
    return memoryVault();
  }
}

/** @param {IDBDatabase} database @returns {Vault} */
function kept(database) {
  // "strict": a write is on the disk when it is told, so that a power cut takes nothing.
  /** @param {string} store @param {(store: IDBObjectStore) => void} work */
  const change = async (store, work) => {
    const transaction = database.transaction(store, "readwrite", { durability: "strict" });
    work(transaction.objectStore(store));
    await done(transaction);
  };
  /** @param {string} store @param {(store: IDBObjectStore) => IDBRequest} work */
  const look = (store, work) => result(work(database.transaction(store).objectStore(store)));
  return {
    isLasting: true,
    entries: (attemptId) => look(ENTRIES, (store) => store.getAll(beginning(attemptId))),
    putEntries: (entries, removed = []) =>
      change(ENTRIES, (store) => {
        for (const entry of removed) store.delete([entry.attemptId, entry.seq]);
        for (const entry of entries) store.put(entry);
      }),
    read: (key) => look(THINGS, (store) => store.get(key)),
    write: (key, value) => change(THINGS, (store) => void store.put(value, key)),
    remove: (key) => change(THINGS, (store) => void store.delete(key)),
    addPiece: (take, seq, piece) => change(PIECES, (store) => void store.put(piece, [take, seq])),
    pieces: (take) => look(PIECES, (store) => store.getAll(beginning(take))),
    removePieces: (take) => change(PIECES, (store) => void store.delete(beginning(take))),
    wipe: async (attemptId) => {
      await change(ENTRIES, (store) => void store.delete(beginning(attemptId)));
      const ofAttempt = IDBKeyRange.bound(`${attemptId}:`, `${attemptId}:\uffff`);
      await change(THINGS, (store) => void store.delete(ofAttempt));
      await change(PIECES, (store) => void store.delete(IDBKeyRange.bound([`${attemptId}:`], [`${attemptId}:\uffff`, []])));
    },
  };
}

/** A vault that lasts as long as the page. @returns {Vault} */
export function memoryVault() {
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  /** @type {Map<string, any>} */
  const things = new Map();
  /** @type {Map<string, Blob[]>} */
  const pieces = new Map();
  const key = (/** @type {Entry} */ entry) => `${entry.attemptId}:${entry.seq}`;
  return {
    isLasting: false,
    entries: async (attemptId) => [...entries.values()].filter((entry) => entry.attemptId === attemptId).map((entry) => ({ ...entry })),
    putEntries: async (put, removed = []) => {
      for (const entry of removed) entries.delete(key(entry));
      for (const entry of put) entries.set(key(entry), { ...entry });
    },
    read: async (name) => things.get(name),
    write: async (name, value) => void things.set(name, structuredClone(value)),
    remove: async (name) => void things.delete(name),
    addPiece: async (take, seq, piece) => {
      const all = pieces.get(take) ?? [];
      all[seq] = piece;
      pieces.set(take, all);
    },
    pieces: async (take) => pieces.get(take) ?? [],
    removePieces: async (take) => void pieces.delete(take),
    wipe: async (attemptId) => {
      for (const entry of [...entries.values()]) if (entry.attemptId === attemptId) entries.delete(key(entry));
      for (const all of [things, pieces]) for (const name of [...all.keys()]) if (name.startsWith(`${attemptId}:`)) all.delete(name);
    },
  };
}
