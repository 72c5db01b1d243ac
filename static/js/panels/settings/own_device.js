/**
 * This browser, as a device that is notified while no page is open: what it has of that,
 * and what the server knows (https://www.w3.org/TR/push-api/).
 */
import { say } from "../../words/words.js";
import { subscribe } from "../../browser/subscription.js";

export class OwnDevice {
  #commands;

  constructor({ commands }) {
    this.#commands = commands;
  }

  /** Whether this browser may be one; an old one, or one without TLS, is none. */
  static get isPossible() {
    return "PushManager" in globalThis && Boolean(navigator.serviceWorker);
  }

  /** How the push service calls it; undefined: nothing is pushed here. */
  async endpoint() {
    return (await subscribed())?.endpoint;
  }

  /** Be notified; `text`: of what was said, and by whom. */
  async add({ text = true } = {}) {
    const registration = await navigator.serviceWorker.getRegistration();
    const { server_key: key } = await this.#commands.page({ type: "devices" });
    const its = registration && (await subscribe(registration.pushManager, key).catch(() => null));
    if (!its) throw new Error(say("Your browser takes nothing while it is closed."));
    return this.#commands.page({ type: "add_device", ...its, name: nameOf(navigator), text });
  }

  /** Be notified no more. */
  async drop() {
    const endpoint = await unsubscribe();
    if (!endpoint) return;
    const { devices } = await this.#commands.page({ type: "devices" });
    const own = devices.find((each) => each.endpoint === endpoint);
    if (own) await this.#commands.page({ type: "remove_device", id: own.id });
  }
}

/** Nothing is pushed here any more; returns what the push service called this browser. */
export async function unsubscribe() {
  const subscription = await subscribed();
  await subscription?.unsubscribe();
  return subscription?.endpoint;
}

async function subscribed() {
  const registration = await navigator.serviceWorker?.getRegistration();
  return registration?.pushManager?.getSubscription();
}

function nameOf({ userAgentData, platform }) {
  return userAgentData?.platform || platform || say("A browser");
}
