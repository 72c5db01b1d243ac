/**
 * Keeps what this page has seen, for times without a line: who is here, the list of
 * conversations, and the last messages of those that were looked at last. What is not
 * this person's any more goes as soon as the page hears of it.
 */
import { forgetAll, keep, keysOf, remove, valueOf, valuesOf } from "../browser/database.js";
import { soon } from "../browser/soon.js";
import { CONVERSATIONS_MOST, factsOf, pageOf } from "./kept.js";

// Where many talk, something is heard all the time; whoever leaves is not waited for.
const PAUSE_MS = 4_000;

export class Keeper {
  #chat;
  #clock;
  #changed = new Set();
  #keepSoon;

  constructor({ chat, clock, pauseMs = PAUSE_MS }) {
    [this.#chat, this.#clock] = [chat, clock];
    this.#keepSoon = soon(() => isAllowed(() => this.#keep()), pauseMs);
  }

  /** Begin, with nothing of whoever was here before. */
  async start() {
    if (!(await isAllowed(() => this.#forgetOthers()))) return;
    this.#chat.signals.observe({
      banned: () => forgetAll(),
      shown: (conversation) => this.#note(conversation),
      changed: (conversation) => this.#note(conversation),
      listed: this.#keepSoon,
      welcomed: this.#keepSoon,
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") isAllowed(() => this.#keep());
    });
    for (const each of this.#chat.conversations.open) this.#note(each);
  }

  async #forgetOthers() {
    const { person } = (await valueOf("person", "page")) ?? {};
    if (person !== undefined && person !== this.#chat.you.id) await forgetAll();
  }

  #note(conversation) {
    this.#changed.add(conversation);
    this.#keepSoon();
  }

  async #keep() {
    // All conversations are known, and this person is still logged in.
    if (!this.#chat.connection.isConnected) return;
    const { blocks, conversations, limits, you } = this.#chat;
    const facts = [...conversations].filter(({ id }) => id !== null).map(factsOf);
    const page = { person: you.id, you, limits, conversations: facts };
    const { renderer } = conversations;
    const blocked = blocks.names.map((name) => ({ id: blocks.numberOf(name), name }));
    await keep("person", "page", { ...page, renderer, blocked });
    const changed = [...this.#changed].filter(({ id }) => id !== null);
    this.#changed.clear();
    for (const each of changed) await this.#keepPage(each);
    await this.#letGo(new Set(facts.map(({ id }) => id)));
  }

  async #keepPage(conversation) {
    const { id, log } = conversation;
    const page = pageOf(conversation);
    const { number: head, epoch } = log;
    if (page) await keep("conversations", id, { id, at: this.#clock.now(), head, epoch, ...page });
  }

  /** What is nobody's business here any more, or was looked at longest ago. */
  async #letGo(ids) {
    const keys = await keysOf("conversations");
    await Promise.all(
      keys.filter((id) => !ids.has(id)).map((id) => remove("conversations", id)),
    );
    if (keys.length <= CONVERSATIONS_MOST) return;
    const kept = (await valuesOf("conversations")).sort((a, b) => b.at - a.at);
    for (const { id } of kept.slice(CONVERSATIONS_MOST)) await remove("conversations", id);
  }
}

/** Whether the browser does it: it may keep nothing, or have no room. */
async function isAllowed(act) {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
