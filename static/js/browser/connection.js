import { Backoff } from "../core/backoff.js";

/**
 * The connection to the server, which mends itself.
 *
 * States: `connecting` (the first time, or again soon because the server restarts: no
 * reason for alarm), `connected` (welcomed), `delayed` (connected, but what others say
 * comes late), `reconnecting`, `offline` (as reconnecting, and the browser says that
 * there is no network; it is sometimes wrong, so trying goes on), `closed` (for good).
 *
 * A browser does not notice a dead TCP connection: after `QUIET_MS` without a word from
 * the server it is pinged, and after `ANSWER_MS` without an answer given up; sooner where
 * somebody has come back to it, or the machine has slept. On a slow line an answer may
 * stand behind a long page: each silence that was in vain doubles the patience, until an
 * answer comes.
 */
const QUIET_MS = 15_000;
const ANSWER_MS = 10_000;
const WELCOME_MS = 10_000;
const WOKEN_ANSWER_MS = 3_000;
const MOST_PATIENCE = 8;
// A timer that comes later than that: the machine has slept, or the page was frozen.
const ASLEEP_MS = 5_000;
// A connection that lasted this long was a good one: the pauses start small again.
const STEADY_MS = 5_000;
/** Close codes after which there is no use in coming back. */
export const LOGIN_REQUIRED = 4401;
export const BANNED = 4403;
const FOR_GOOD = new Set([LOGIN_REQUIRED, BANNED]);
/** The server restarts, in an orderly way: another process may be there already. */
const RESTART = 1012;

export class Connection {
  state = "connecting";
  /**
   * When the next try comes, in the clock's milliseconds; null while one is under way.
   */
  retryAt = null;
  #socket = null;
  #heardAt = 0;
  #isPinged = false;
  #answerBy = 0;
  #patience = 1;
  #connectedAt = 0;
  #timer = null;
  #online = true;
  #open;
  #clock;
  #backoff;
  #retryMs = null;
  #hears;
  #changed;
  #refused;

  /**
   * `open()` makes a WebSocket; `clock` has `now()`, `after(ms, call)` and
   * `cancel(timer)`; `hears(event)`, `changed(connection)` and, when the server does
   * not want this person any more, `refused(close code)` are called.
   */
  constructor({ open, clock, random = Math.random, hears, changed, refused }) {
    this.#open = open;
    this.#clock = clock;
    this.#backoff = new Backoff(random);
    this.#hears = hears;
    this.#changed = changed;
    this.#refused = refused;
  }

  get isConnected() {
    return this.state === "connected" || this.state === "delayed";
  }

  start() {
    this.#try();
  }

  /** Send a command; false while it is not connected. */
  send(command) {
    if (!this.isConnected) return false;
    this.#socket.send(JSON.stringify(command));
    return true;
  }

  /** The person, or the browser, has reason to believe that it is worth a try now. */
  wake() {
    if (this.isConnected) this.#ping(WOKEN_ANSWER_MS);
    else if (this.retryAt !== null) this.#try();
  }

  /** The browser says whether there is a network. */
  setOnline(online) {
    this.#online = online;
    if (this.retryAt !== null) this.#become(this.#brokenState);
    this.wake();
  }

  #try() {
    this.#hangUp();
    const socket = this.#open();
    this.#socket = socket;
    socket.onmessage = (frame) => this.#hear(JSON.parse(frame.data));
    socket.onclose = (close) => this.#closed(close.code);
    const wait = this.#patience * WELCOME_MS;
    this.#timer = this.#clock.after(wait, () => this.#giveUp(2 * this.#patience));
    this.#become(this.state === "connecting" ? "connecting" : this.#brokenState);
  }

  #hear(event) {
    this.#heardAt = this.#clock.now();
    if (this.#isPinged) this.#patience = 1;
    this.#isPinged = false;
    if (event.type === "welcome") this.#welcomed();
    if (event.type === "goodbye") this.#retryMs = 1000 * event.retry;
    if (event.type === "delayed") this.#become(event.on ? "delayed" : "connected");
    if (event.type !== "pong") this.#hears(event);
  }

  #welcomed() {
    this.#connectedAt = this.#heardAt;
    this.#watch(QUIET_MS);
    this.#become("connected");
  }

  #watch(ms) {
    const due = this.#clock.now() + ms;
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(ms, () => this.#check(due));
  }

  #check(due) {
    const now = this.#clock.now();
    const quiet = now - this.#heardAt;
    if (quiet < QUIET_MS) this.#watch(QUIET_MS - quiet);
    else this.#ping(now - due > ASLEEP_MS ? WOKEN_ANSWER_MS : ANSWER_MS);
  }

  /** Who asks again does not wait for longer than was to be waited. */
  #ping(answerMs) {
    const now = this.#clock.now();
    const by = now + this.#patience * answerMs;
    this.#answerBy = this.#isPinged ? Math.min(this.#answerBy, by) : by;
    this.send({ type: "ping" });
    this.#isPinged = true;
    this.#clock.cancel(this.#timer);
    this.#timer = this.#clock.after(this.#answerBy - now, () => {
      if (this.#isPinged) this.#giveUp(2 * this.#patience);
      else this.#check(this.#answerBy);
    });
  }

  #closed(code) {
    if (code === RESTART && this.isConnected) return this.#comeBack();
    if (!FOR_GOOD.has(code)) return this.#giveUp();
    this.#hangUp();
    this.#become("closed");
    return this.#refused(code);
  }

  #giveUp(patience = this.#patience) {
    this.#patience = Math.min(MOST_PATIENCE, patience);
    const lasted = this.#clock.now() - this.#connectedAt;
    if (this.isConnected && lasted >= STEADY_MS) this.#backoff.reset();
    this.#tryLater(this.#brokenState);
  }

  #comeBack() {
    this.#backoff.reset();
    this.#tryLater("connecting");
  }

  #tryLater(state) {
    this.#hangUp();
    const pause = this.#retryMs ?? this.#backoff.pause();
    this.#retryMs = null;
    this.#timer = this.#clock.after(pause, () => this.#try());
    this.retryAt = this.#clock.now() + pause;
    this.#become(state);
  }

  get #brokenState() {
    return this.#online ? "reconnecting" : "offline";
  }

  #hangUp() {
    this.#clock.cancel(this.#timer);
    this.#isPinged = false;
    this.retryAt = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = socket.onclose = null; // a dead one may take minutes to close
    socket.close();
  }

  #become(state) {
    this.state = state;
    this.#changed(this);
  }
}
