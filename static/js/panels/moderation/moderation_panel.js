/**
 * What those who moderate look at: what was reported, what waits, who is muted or shut out, and
 * what was done. It follows what others do meanwhile.
 */
import { ActsList } from "./acts_list.js";
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { Doing } from "./doing.js";
import { HeldList } from "./held_list.js";
import { onTabArrows } from "./tabs.js";
import { PeopleList } from "./people_list.js";
import { ReportsList } from "./reports_list.js";
import { say } from "../../words/words.js";

export class ModerationPanel {
  #dialog = document.getElementById("moderation-dialog");
  #tabs = [...this.#dialog.querySelectorAll("[role=tab]")];
  #lists;
  #chat;
  #doing;
  #undo = null;

  constructor({ chat, clock, times }) {
    this.#chat = chat;
    const refuse = (text) => (this.#find(".dialog-error").textContent = text);
    this.#doing = new Doing({ chat, offer: (...what) => this.#offer(clock, ...what) });
    const parts = { chat, times, refuse, doing: this.#doing };
    const list = (Kind, name) => new Kind(this.#find(`#moderation-${name}`), parts);
    this.#lists = {
      reports: list(ReportsList, "reports"),
      held: list(HeldList, "held"),
      people: list(PeopleList, "people"),
      acts: list(ActsList, "acts"),
    };
    closeByButtonOrOutside(this.#dialog);
    onTabArrows(this.#find("[role=tablist]"), (tab) => this.#choose(tab.dataset.tab));
    this.#find("[data-act=undo]").addEventListener("click", () => this.#takeBack());
    chat.signals.observe({ moderation: () => this.#follow(), happened: () => this.#follow() });
  }

  show() {
    const { reports, kept, you } = this.#chat;
    this.#find("[data-tab=acts]").hidden = !you.moderates;
    this.#find(".dialog-error").textContent = "";
    this.#offered("");
    this.#choose(!reports.waiting && kept.moderation.held.length ? "held" : "reports");
    this.#count();
    this.#dialog.showModal();
    this.#tabs.find((tab) => tab.ariaSelected === "true").focus();
  }

  #choose(name) {
    for (const tab of this.#tabs) {
      tab.ariaSelected = String(tab.dataset.tab === name);
      tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
      this.#find(`#moderation-${tab.dataset.tab}`).hidden = tab.dataset.tab !== name;
    }
    this.#lists[name].show();
  }

  #follow() {
    if (!this.#dialog.open) return;
    this.#count();
    const { tab } = this.#tabs.find((each) => each.ariaSelected === "true").dataset;
    this.#lists[tab].follow();
  }

  #count() {
    const { reports, kept } = this.#chat;
    const counts = { reports: reports.waiting, held: kept.moderation.held.length };
    for (const [tab, count] of Object.entries(counts))
      this.#find(`[data-tab=${tab}] .tab-count`).textContent = count || "";
  }

  /** What was done, and for a minute how to take it back, if it can be. */
  #offer(clock, text, undo = null) {
    this.#offered(text, undo);
    this.#follow();
    if (undo) clock.after(60_000, () => this.#undo === undo && this.#offered(""));
  }

  #offered(text, undo = null) {
    this.#undo = undo;
    this.#find(".moderation-done").hidden = !text;
    this.#find(".moderation-done span").textContent = text;
    this.#find("[data-act=undo]").hidden = !undo;
  }

  async #takeBack() {
    const undo = this.#undo;
    this.#offered(say("One moment…"));
    try {
      this.#offered(await undo());
      this.#follow();
    } catch (refusal) {
      this.#offered(refusal.message);
    }
    this.#find("[data-close]").focus();
  }

  #find(selector) {
    return this.#dialog.querySelector(selector);
  }
}
