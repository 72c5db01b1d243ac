/**
 * What this person does about polls: as in `Commands`. What they choose is shown at
 * once, as the next choice may depend on it.
 */
export class Polls {
  // How many votes are under way, by the number of their message, in each conversation.
  #open = new Map();
  #conversations;
  #requests;
  #signals;

  constructor({ conversations, requests, signals }) {
    this.#conversations = conversations;
    this.#requests = requests;
    this.#signals = signals;
  }

  /** The wire's events that it takes in. */
  handlers = {
    voted: ({ conversation: id, target, poll }) => {
      const conversation = this.#conversations.byId(id);
      // Of several that are under way, the last one tells.
      if (conversation && this.#underWay(conversation, target) < 2)
        this.#show(conversation, target, poll);
    },
  };

  /** Choose these, and no others; without a number it is the last poll that is open. */
  async vote(conversation, { seq }, options) {
    const mine = conversation.messages?.get(seq)?.poll?.mine;
    if (mine) this.#show(conversation, seq, { mine: options });
    this.#count(conversation, seq, 1);
    try {
      return await this.#requests.wish({ type: "vote", ...at(conversation, seq), options });
    } catch (refusal) {
      if (mine) this.#show(conversation, seq, { mine });
      throw refusal;
    } finally {
      this.#count(conversation, seq, -1);
    }
  }

  /** What this person has chosen with that option chosen, or taken back. */
  toggled({ poll }, option) {
    if (poll.mine.includes(option)) return poll.mine.filter((each) => each !== option);
    return poll.many ? [...poll.mine, option] : [option];
  }

  close(conversation, { seq }) {
    return this.#requests.wish({ type: "close_poll", ...at(conversation, seq) });
  }

  /** Who has chosen what: people, for each option. */
  async voters(conversation, { seq }, signal) {
    const command = { type: "voters", ...at(conversation, seq) };
    return (await this.#requests.wish(command, signal)).voters;
  }

  #show(conversation, seq, changes) {
    const message = conversation.messages?.get(seq);
    if (!message?.poll) return;
    message.poll = { ...message.poll, ...changes };
    this.#signals.changed.emit(conversation, [message]);
  }

  #underWay({ id }, seq) {
    return this.#open.get(`${id}/${seq}`) ?? 0;
  }

  #count(conversation, seq, more) {
    const count = this.#underWay(conversation, seq) + more;
    const key = `${conversation.id}/${seq}`;
    if (count) this.#open.set(key, count);
    else this.#open.delete(key);
  }
}

function at({ id, log }, seq) {
  return { conversation: id, epoch: log.epoch, seq };
}

/** What part of those who have voted that is, in whole percent; a half counts as one. */
export function percentOf(votes, voters) {
  return voters ? Math.round((100 * votes) / voters) : 0;
}

/** What a message has asked, as it was typed. */
export function askedBy({ body, poll }) {
  if (!poll) return undefined;
  const options = poll.options.map(({ text }) => text);
  return { text: body.split("\n")[0], options, many: poll.many };
}
