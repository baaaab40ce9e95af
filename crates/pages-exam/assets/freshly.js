// @ts-check
// A reading that many ask for at once.

/**
 * Makes a function that reads one at a time. Whoever asks while a reading runs gets the next one, which all who ask meanwhile
 * share: the one that runs may have been answered before what they ask about happened.
 * @template T
 * @param {() => Promise<T>} read
 * @returns {() => Promise<T>}
 */
export function freshly(read) {
  /** @type {Promise<T> | undefined} */
  let running;
  /** @type {Promise<T> | undefined} */
  let next;
  const begin = () => {
    next = undefined;
    const own = read().finally(() => {
      if (running === own) running = undefined;
    });
    running = own;
    return own;
  };
  return () => {
    if (running) next ??= running.then(begin, begin);
    return next ?? begin();
  };
}
