/**
 * What can be kept of a message, and looked up about it: pinned, saved, what it said
 * before, who has reacted.
 */
import { attempt } from "../../core/attempt.js";
import { mayReadVersions } from "../../core/permissions.js";
import { say } from "../../words/words.js";

export class Keeping {
  #chat;
  #here;
  #ways;
  #tell;

  /** `here.current` is the conversation, `ways` lead into panels. */
  constructor({ chat, here, ways, tell }) {
    [this.#chat, this.#here] = [chat, here];
    this.#ways = ways;
    this.#tell = tell;
  }

  /** What there is to be done about a message: labels, and what they do. */
  entries(message) {
    if (!message || message.deleted || message.going) return [];
    const pin = message.pinned ? say("Unpin") : say("Pin for everybody here");
    const entries = [
      [pin, () => this.pin(message)],
      [this.#saveLabel(message), () => this.save(message), this.#learned(message)],
    ];
    if (Object.keys(message.reactions).length)
      entries.push([say("Who has reacted"), () => this.reactions(message)]);
    if (mayReadVersions(message, this.#here.current, this.#chat.you))
      entries.push([say("What it said before"), () => this.versions(message)]);
    if (message.author !== this.#chat.you.id)
      entries.push([say("Why you were notified, or not"), () => this.#why(message)]);
    return entries;
  }

  pin(message) {
    const { kept } = this.#chat;
    attempt(kept.pin(this.#here.current, message, !message.pinned), this.#tell);
  }

  async save(message) {
    const [here, { kept }] = [this.#here.current, this.#chat];
    const on = !kept.saved.has(here, message);
    const isDone = await attempt(kept.save(here, message, on), this.#tell);
    if (isDone) this.#tell(on ? say("Saved for later.") : say("Taken off the saved ones."));
  }

  versions(message) {
    const here = this.#here.current;
    this.#ways.versions((panel) => panel.show(here, message));
  }

  reactions(message, emoji) {
    const here = this.#here.current;
    this.#ways.reactions((panel) => panel.show(here, message, emoji));
  }

  #why(message) {
    const here = this.#here.current;
    this.#ways.why((panel) => panel.show(here, message));
  }

  #saveLabel(message) {
    const isSaved = this.#chat.kept.saved.has(this.#here.current, message);
    return isSaved ? say("Take off the saved ones") : say("Save for later");
  }

  /** What the label is once it is known what is saved. */
  async #learned(message) {
    await this.#chat.kept.saved.learn();
    return this.#saveLabel(message);
  }
}
