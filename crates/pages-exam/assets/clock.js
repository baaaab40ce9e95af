// @ts-check
// What the server's clock says now. The device's own clock may be wrong or be moved: time is carried by a counter that only
// goes forward, and set by what the server says with each reply.

/** Milliseconds after which an exact reply counts for less than a new one: counters of devices drift. */
const STALE = 5 * 60_000;
/** Milliseconds by which two honest readings may differ beyond their travel. */
const SLACK = 50;

export class ServerClock {
  /** What is added to the counter. @type {number | undefined} */
  #offset;
  /** Milliseconds that the reply travelled from which it is known. */
  #trip = Infinity;
  /** The counter when it was learnt. */
  #learnt = 0;
  /** By how much the device's clock and the counter differed at the last look. */
  #apart;

  /** @param {() => number} ticks a counter that only goes forward @param {() => number} wall the device's clock */
  constructor(ticks = () => performance.now(), wall = () => Date.now()) {
    this.ticks = ticks;
    this.wall = wall;
    this.#apart = wall() - ticks();
  }

  /** Whether the server has said it since the page was opened. */
  get isKnown() {
    return this.#trip < Infinity;
  }

  /** Milliseconds since 1970 as the server counts them. */
  now() {
    return this.ticks() + (this.#offset ?? this.wall() - this.ticks());
  }

  /** By how many milliseconds the device's clock is ahead of the server's. */
  deviceIsAhead() {
    return this.wall() - this.now();
  }

  /**
   * Takes what a reply says.
   * @param {string} serverNow @param {number} sent the counter before @param {number} received the counter after
   */
  learn(serverNow, sent, received) {
    const said = Date.parse(serverNow);
    if (Number.isNaN(said)) return;
    const trip = Math.max(0, received - sent);
    const offset = said + trip / 2 - received;
    if (!this.#isBetter(offset, trip, received)) return;
    this.#offset = offset;
    this.#trip = trip;
    this.#learnt = received;
    this.#apart = this.wall() - this.ticks();
  }

  /** @param {number} offset @param {number} trip @param {number} received */
  #isBetter(offset, trip, received) {
    if (this.#offset === undefined || trip <= this.#trip) return true;
    // Both cannot be right: the counter stood still while the device slept.
    if (Math.abs(offset - this.#offset) > (trip + this.#trip) / 2 + SLACK) return true;
    return received - this.#learnt > STALE && trip < 3 * this.#trip + 100;
  }

  /**
   * Until the server says it: by how much the device's clock was ahead when it last did.
   * @param {number} ahead
   */
  guess(ahead) {
    if (!this.isKnown) this.#offset = this.wall() - ahead - this.ticks();
  }

  /** Whether the device slept or its clock was moved since the last look, so that the server should be asked. */
  isInDoubt() {
    const apart = this.wall() - this.ticks();
    const moved = Math.abs(apart - this.#apart) > 2000;
    this.#apart = apart;
    return moved;
  }
}
