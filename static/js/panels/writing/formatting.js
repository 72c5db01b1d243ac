/**
 * What can be done with the words that somebody has selected, above where they write
 * them; and how all of it would look.
 */
import { capsOf } from "../../core/keys.js";
import { FORMATS, pasted } from "../../core/writing/formatting.js";
import { insert, writtenIn } from "../../dom/insertion.js";
import { isBlank } from "../../dom/text.js";
import { onArrows } from "../../dom/arrows.js";
import { isFromRight, placeAt } from "../../dom/direction.js";
import { Questions } from "../../core/questions.js";
import { Roving } from "../../dom/roving.js";
import { say } from "../../words/words.js";
import { soon } from "../../browser/soon.js";
import { spoken } from "../../core/writing/said.js";

const LOOKING_MS = 300;

export class Formatting {
  #area = null;
  /** It was asked for, and stays without a selection. */
  #stays = false;
  /** The selection that somebody has closed it for. */
  #left = null;
  #shown = null;
  #root = document.getElementById("formatting");
  #bar;
  #preview;
  #chat;
  #ask;
  #help;
  #lookSoon = soon(() => this.#look(), LOOKING_MS);

  /** `help()` opens what there is to know. */
  constructor({ chat, acts }) {
    this.#chat = chat;
    this.#help = () => acts.show("help");
    this.#ask = () => acts.show("poll");
    this.#bar = this.#root.querySelector("[role=toolbar]");
    this.#preview = this.#root.querySelector(".preview");
    document.querySelector("main").append(this.#root);
    for (const button of this.#bar.querySelectorAll("[aria-keyshortcuts]"))
      button.title = `${button.title} (${caps(button)})`;
    new Roving(this.#bar, "button");
    onArrows(this.#bar, "button", this.#bar.querySelectorAll("button").length);
    this.#listen();
    const shown = (conversation) => conversation === chat.current && this.#close();
    chat.signals.observe({ shown });
  }

  /** Something is selected there. */
  offer(area) {
    if (placeIn(area) === this.#left) return;
    this.#left = null;
    if (this.#area !== area) this.#stays = false;
    this.#open(area);
  }

  /** Show it there, or hide it. */
  toggle(area) {
    const isThere = this.#isOpen && this.#area === area && this.#stays;
    if (isThere) return this.#close();
    this.#stays = true;
    return this.#open(area);
  }

  /** Format what is selected there: `name` is one of `FORMATS`. */
  apply(area, name) {
    insert(area, FORMATS[name](writtenIn(area)));
  }

  get #isOpen() {
    return this.#root.matches(":popover-open");
  }

  #open(area) {
    this.#area = area;
    if (!this.#isOpen) this.#root.showPopover();
    this.#place();
    this.#lookSoon();
  }

  #close() {
    this.#stays = false;
    if (this.#isOpen) this.#root.hidePopover();
  }

  #place() {
    placeAt(this.#root, this.#area.closest("form"), { above: true, atStart: true });
  }

  #listen() {
    const on = (type, call) => document.addEventListener(type, call, true);
    for (const type of ["pointerdown", "mousedown"])
      this.#bar.addEventListener(type, (event) => event.preventDefault());
    this.#bar.addEventListener("click", ({ target }) => this.#click(target));
    on("keydown", (event) => this.#key(event));
    on("input", ({ target }) => target === this.#area && this.#lookSoon());
    on("paste", (event) => this.#paste(event));
    on("selectionchange", () => this.#leave());
    on("focusout", ({ relatedTarget }) => {
      if (relatedTarget) this.#leave(relatedTarget);
    });
    for (const type of ["resize", "scroll"])
      addEventListener(type, () => this.#isOpen && this.#place(), true);
  }

  /** The selection has gone, or the focus. */
  #leave(focused = document.activeElement) {
    if (!this.#isOpen || this.#root.contains(focused)) return;
    const { selectionStart, selectionEnd, isConnected } = this.#area;
    const isWanted = this.#stays || selectionStart !== selectionEnd;
    const form = this.#area.closest("form");
    if (!isWanted || !isConnected || !form.contains(focused)) this.#close();
  }

  #click(target) {
    const button = target.closest("button");
    if (!button) return;
    const { format, act } = button.dataset;
    if (format) this.apply(this.#area, format);
    if (act === "help") this.#help();
    if (act === "poll") this.#ask();
    if (act !== "preview") return;
    const isOn = button.ariaPressed !== "true";
    button.ariaPressed = String(isOn);
    this.#preview.hidden = !isOn;
    this.#stays = true;
    this.#look();
  }

  #key(event) {
    const { key, shiftKey, target } = event;
    if (!this.#isOpen || event.isComposing || event.defaultPrevented) return;
    const isInBar = this.#bar.contains(target);
    if (!isInBar && target !== this.#area) return;
    if (key === "Tab" && isInBar) this.#goOn(event, shiftKey);
    else if (key === "Tab" && !shiftKey) this.#goTo(event, Roving.stopNear(this.#bar));
    else if (key === "Escape") {
      this.#left = placeIn(this.#area);
      this.#goTo(event, this.#area);
      this.#close();
    }
  }

  /** From the bar back to the text, or on to what comes behind that. */
  #goOn(event, isBack) {
    const form = this.#area.closest("form");
    this.#goTo(event, isBack ? this.#area : form.querySelector("button"));
  }

  #goTo(event, element) {
    event.preventDefault();
    event.stopImmediatePropagation();
    element.focus();
  }

  /** An address that is pasted on words is where these lead. */
  #paste(event) {
    if (event.target !== this.#area || !this.#isOpen) return;
    const typed = event.clipboardData?.getData("text/plain") ?? "";
    const link = pasted(writtenIn(this.#area), typed);
    if (!link) return;
    event.preventDefault();
    insert(this.#area, link);
  }

  // --- The preview -------------------------------------------------------------------

  async #look() {
    const { value } = this.#area;
    if (this.#preview.hidden || !this.#isOpen || value === this.#shown) return;
    this.#shown = value;
    const body = spoken(value)?.body ?? value;
    try {
      const html = isBlank(body) ? "" : await new Questions(this.#chat.commands).render(body);
      if (value === this.#shown) this.#show(html);
    } catch (refusal) {
      this.#shown = null;
      this.#tell(refusal.message);
    }
  }

  /** The server has made it, as it makes all messages. */
  #show(html) {
    const body = this.#preview.querySelector(".body");
    body.innerHTML = html;
    for (const link of body.querySelectorAll("a")) link.target = "_blank";
    this.#tell(html ? "" : say("Nothing is written yet."));
  }

  #tell(text) {
    this.#preview.querySelector(".preview-note").textContent = text;
    this.#place();
  }
}

function placeIn({ selectionStart, selectionEnd }) {
  return `${selectionStart} ${selectionEnd}`;
}

/** "Ctrl+B", as the keys are labelled here. */
function caps(button) {
  const chord = button.getAttribute("aria-keyshortcuts").replace("Control", "Ctrl");
  const isMac = /^(Mac|iP)/.test(navigator.platform);
  return capsOf(chord, { isMac, isFromRight: isFromRight() }).join("+");
}
