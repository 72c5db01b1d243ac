/**
 * Where the card about a person opens: at a click on a name, at the buttons beside
 * names, and where somebody asks for a menu of a name.
 */
import { onMenu, onPerson } from "../dom/gestures.js";

export class Profiles {
  #acts;
  #card;
  #chat;

  /**
   * `acts`: what can be done about somebody; `write(name, number)` opens the talk with
   * them, and `beside` beside what is shown, where there is room (`hasRoom()`), also at a
   * double click; `offer(button, link)` is the menu of a room. `tell(text)` shows a notice, `panels` have the card.
   */
  constructor({ chat, times, clock, acts, tell, panels }) {
    [this.#chat, this.#acts] = [chat, acts];
    const dialogs = panels.of(({ QuietDialogs }) => new QuietDialogs({ chat, tell }));
    const all = { ...acts, block: (...who) => dialogs((it) => it.block(...who)) };
    const parts = { chat, times, clock, acts: all, tell };
    this.#card = panels.of(({ ProfileCard }) => new ProfileCard(parts));
    this.#serve(document.getElementById("app"));
    document.getElementById("blocked-item").addEventListener("click", () => {
      document.getElementById("you-menu").hidePopover();
      dialogs((it) => it.openList());
    });
  }

  /** `number` is that of whoever is called so, if it is known. */
  openAt(element, name, number) {
    this.#card((it) => it.openAt(element, name, number));
  }

  /** At an element, about whom the current talk is with. */
  openHere(element) {
    const { label, person } = this.#chat.current;
    this.openAt(element, label, person);
  }

  #serve(list) {
    onPerson(list, {
      look: (link, ...who) => this.openAt(link, ...who),
      open: (...who) => {
        this.#card((it) => it.close());
        this.#acts.beside(...who);
      },
    });
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-more]");
      const room = button?.parentElement.querySelector("a:is(.room, .group)");
      if (room) this.#acts.offer(button, room);
      else if (button) this.openAt(button, nameIn(button.parentElement));
    });
    onMenu(list, "a.person-link, a.direct, a.author", (link) =>
      this.openAt(link, nameIn(link.parentElement)),
    );
  }
}

/** Whose name a row has, or a message's head. */
function nameIn(element) {
  const { name, conversationName = "" } = element.querySelector("a").dataset;
  return name ?? conversationName.slice(1);
}
