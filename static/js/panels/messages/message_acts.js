/** What is rarely done with a message, in one pane: all that can be is offered there. */
import { Keeping } from "./keeping.js";
import { Linking } from "./linking.js";
import { Marking } from "./marking.js";
import { mayDelete } from "../../core/rules.js";
import { viewer } from "../files/picture_viewer.js";
import { PollActs } from "../polls/poll_acts.js";
import { say } from "../../words/words.js";

export class MessageActs {
  keeping;
  linking;
  marking;
  #chat;
  #here;
  #polling;
  #tell;
  #ways;

  /**
   * `here.current` is the conversation, `ways` lead into panels, `tell(text)` shows a
   * notice.
   */
  constructor(parts) {
    [this.#chat, this.#here, this.#tell] = [parts.chat, parts.here, parts.tell];
    [this.#polling, this.#ways] = [new PollActs(parts), parts.ways];
    this.keeping = new Keeping(parts);
    this.marking = new Marking(parts);
    this.linking = new Linking(parts);
  }

  /** Offer all of it in a `row`; `message` is undefined of a post that waits. */
  offer(row, message, remove) {
    const entries = message ? this.#entries(message, remove) : [];
    this.#ways.sheet((it) => it.open(row, entries));
  }

  /** Show a picture of a message, and beside it its others. */
  view({ shared }, { parentElement }) {
    viewer().show(shared.files, parentElement.dataset.file);
  }

  /** Hear a voice from where that bar stands. */
  async seek({ shared }, bar) {
    const part = bar.closest(".file");
    const { wave, seconds } = shared.files.find(({ id }) => id === part.dataset.file);
    const sound = part.querySelector("audio");
    sound.currentTime = (seconds * bar.dataset.at) / wave.length;
    await sound.play().catch(() => {}); // something else was pressed
  }

  voters(message) {
    this.#polling.voters(message);
  }

  copy(message, button) {
    this.linking.copyCode(button);
  }

  versions(message) {
    this.keeping.versions(message);
  }

  readers(message) {
    this.marking.readers(message);
  }

  #entries(message, remove) {
    const all = [this.linking, this.marking, this.keeping, this.#polling];
    const entries = all.flatMap((each) => each.entries(message));
    const { you } = this.#chat;
    const isForOthers = mayDelete(message, this.#here.current, you);
    if (message.preview && (isForOthers || message.author === you.id))
      entries.push([say("Show no preview of the link"), () => this.#hidePreview(message)]);
    if (isForOthers) entries.push([say("Delete for everybody"), remove]);
    return entries;
  }

  #hidePreview({ seq }) {
    const { id: conversation, log } = this.#here.current;
    const wish = { type: "unpreview", conversation, seq, epoch: log.epoch };
    this.#chat.commands.page(wish).catch((refusal) => this.#tell(refusal.message));
  }
}
