/**
 * The edits under way in a pane's conversation: what was begun is there again after
 * another conversation was shown, or the page loaded anew. The form is fetched.
 */
export class Editing {
  #editors = new Map();
  #chat;
  #form;
  #here;
  #row;
  #edits;
  #failed;
  #finished;

  /**
   * `here.current` is the conversation; `row(seq)` is a message's row; `form` is the way
   * to what an `Editor` is; `failed(refusal)`, and `finished()` when somebody has ended an
   * edit, are called.
   */
  constructor({ chat, here, row, form, edits, failed, finished }) {
    [this.#chat, this.#here, this.#form] = [chat, here, form];
    this.#row = row;
    this.#edits = edits;
    this.#failed = failed;
    this.#finished = finished;
  }

  /** What it hears of the chat's signals, after the timeline. */
  observer = {
    shown: () => this.resume(),
    changed: () => this.#look(),
  };

  /** Edit one's own last message; returns whether there may be one. */
  editLast() {
    const [{ current }, { you }] = [this.#here, this.#chat];
    if (current.hasGap) this.#editLatest(current);
    const last = current.hasGap ? undefined : current.messages?.lastOf(you.id);
    if (last) this.edit(last);
    return current.hasGap || last !== undefined;
  }

  /** The last messages are not here. */
  async #editLatest(conversation) {
    await this.#chat.fetcher.latest(conversation);
    if (conversation === this.#here.current && !conversation.hasGap) this.editLast();
  }

  edit(message) {
    for (const [seq, editor] of this.#editors)
      if (seq !== message.seq && editor.isUntouched) editor.close();
    this.#open(message, (editor) => editor.focus());
  }

  /** Open again what is kept, as far as its messages are here. */
  resume() {
    const { current } = this.#here;
    if (!current?.isLoaded) return;
    for (const seq of this.#edits.seqsIn(current)) {
      const message = current.messages.get(seq);
      const isKept = message && this.#edits.get(current, message);
      if (isKept && this.#row(seq)) this.#open(message);
    }
  }

  #look() {
    const { messages } = this.#here.current;
    for (const [seq, editor] of this.#editors) {
      const message = messages?.get(seq);
      if (message && editor.isHere) editor.see(message);
    }
  }

  /** Have it edited, if it is still here once that can be done. */
  #open({ seq }, then) {
    const { current } = this.#here;
    this.#form((Editor) => {
      const message = current === this.#here.current && current.messages?.get(seq);
      if (!message || !this.#row(seq)) return;
      const editor = this.#editorOf(message, Editor);
      then?.(editor);
    });
  }

  #editorOf(message, Editor) {
    const known = this.#editors.get(message.seq);
    if (known?.isHere) return known;
    const { current } = this.#here;
    const { seq, body, shared } = message;
    const { before = body, ...kept } = this.#edits.get(current, message) ?? {};
    const editor = new Editor({
      row: this.#row(seq),
      ...{ shared, before },
      body: kept.body ?? body,
      limit: () => this.#chat.limits.body,
      typed: (text) => this.#edits.keep(current, message, { before, body: text }),
      save: (text, signal) => this.#save(current, message, text, signal),
      failed: this.#failed,
      closed: (hadFocus) => this.#closed(current, seq, hadFocus),
    });
    this.#editors.set(seq, editor);
    editor.see(message);
    return editor;
  }

  async #save(conversation, message, text, signal) {
    await this.#chat.commands.edit(conversation, message, text, signal);
    const kept = this.#edits.get(conversation, message);
    if (kept?.body === text) this.#edits.forget(conversation, message.seq);
  }

  #closed(conversation, seq, hadFocus) {
    this.#edits.forget(conversation, seq);
    this.#editors.delete(seq);
    if (hadFocus) this.#finished();
  }
}
