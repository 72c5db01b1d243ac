/**
 * The pictures of a message, each as large as there is room, and larger: by buttons, keys,
 * wheel and fingers. What is larger than its room is scrolled.
 */
import { closeByButtonOrOutside } from "../../dialogs/form_dialog.js";
import { fitting } from "../../core/files/pictures.js";
import { number } from "../../words/words.js";
import { sizesOf } from "./picture_sizes.js";

const SCALE_MOST = 16;
// So far a finger goes along the line, in pixels, for the next picture.
const SWIPE = 48;
const FACTORS = { "+": 2, "=": 2, "-": 0.5, 0: 0 };
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

let only = null;

/** The one that all panes have. */
export function viewer() {
  return (only ??= new PictureViewer());
}

class PictureViewer {
  #pictures = [];
  #at = 0;
  #scale = 1;
  #from = null;
  #dialog = document.getElementById("viewer-dialog");
  #stage = this.#dialog.querySelector(".viewer-stage");
  #image = this.#dialog.querySelector("img");

  constructor() {
    closeByButtonOrOutside(this.#dialog);
    this.#dialog.addEventListener("click", (event) => this.#click(event));
    this.#dialog.addEventListener("close", () => this.#image.removeAttribute("srcset"));
    this.#dialog.addEventListener("keydown", (event) => this.#key(event));
    this.#stage.addEventListener("dblclick", () => this.#zoom(this.#scale > 1 ? 0 : 2));
    this.#stage.addEventListener("wheel", (event) => this.#wheel(event));
    this.#stage.addEventListener("pointerdown", (event) => this.#press(event));
    this.#stage.addEventListener("pointerup", (event) => this.#lift(event));
    new ResizeObserver(() => this.#fit()).observe(this.#stage);
  }

  /** Show the picture of that `id` among the `files` of a message. */
  show(files, id) {
    this.#pictures = files.filter(({ width }) => width);
    this.#at = this.#pictures.findIndex((each) => each.id === id);
    this.#dialog.showModal();
    this.#stage.focus();
    this.#turn(0);
  }

  #turn(step) {
    const at = this.#at + step;
    if (!(at in this.#pictures)) return;
    this.#at = at;
    const { name, href, alt = name, colour = "" } = this.#pictures[at];
    this.#part("#viewer-name").textContent = name;
    this.#part(".viewer-count").textContent = this.#count();
    this.#part("a").href = `${href}?download`;
    for (const button of this.#dialog.querySelectorAll("[data-step]"))
      button.hidden = !(at + Number(button.dataset.step) in this.#pictures);
    this.#image.alt = alt;
    this.#image.style.backgroundColor = colour;
    // What was seen before goes at once.
    this.#image.removeAttribute("srcset");
    this.#zoom(0);
    this.#image.srcset = sizesOf(this.#pictures[at]);
  }

  /** Which one of them it is, if there are others. */
  #count() {
    const { length } = this.#pictures;
    return length > 1 ? `${number(this.#at + 1)} / ${number(length)}` : "";
  }

  /** So many times as large; 0: as there is room. */
  #zoom(factor) {
    this.#scale = Math.min(SCALE_MOST, Math.max(1, this.#scale * factor));
    this.#stage.classList.toggle("is-larger", this.#scale > 1);
    this.#fit();
  }

  /** The middle of what is seen stays there. */
  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#stage;
    if (!this.#pictures.length || !width) return;
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = this.#stage;
    const [x, y] = [(scrollLeft + width / 2) / scrollWidth, (scrollTop + height / 2) / scrollHeight];
    const [across, down] = fitting(this.#pictures[this.#at], width, height);
    // By this the browser chooses which one it fetches.
    this.#image.sizes = `${Math.ceil(across * this.#scale)}px`;
    this.#image.width = Math.ceil(across * this.#scale);
    this.#image.height = Math.ceil(down * this.#scale);
    this.#stage.scrollLeft = x * this.#stage.scrollWidth - width / 2;
    this.#stage.scrollTop = y * this.#stage.scrollHeight - height / 2;
  }

  #click({ target }) {
    const { step, zoom } = target.closest("button")?.dataset ?? {};
    if (step) this.#turn(Number(step));
    if (zoom) this.#zoom(Number(zoom));
    if (target === this.#stage) this.#dialog.close();
  }

  #key(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return;
    if (key in FACTORS) this.#zoom(FACTORS[key]);
    if (!(key in STEPS) || this.#scale > 1) return;
    event.preventDefault();
    this.#turn(this.#forth(STEPS[key]));
  }

  /** Fingers that are drawn apart on a touchpad come as a wheel with Ctrl. */
  #wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.#zoom(2 ** (-event.deltaY / 100));
  }

  #press(event) {
    this.#from = event.isPrimary && this.#scale === 1 ? event : null;
  }

  #lift({ clientX, clientY }) {
    const [x, y] = [clientX - this.#from?.clientX, clientY - this.#from?.clientY];
    this.#from = null;
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y))
      this.#turn(this.#forth(-Math.sign(x)));
  }

  /** What is to the right is the next, or, where one reads the other way, the last. */
  #forth(step) {
    return getComputedStyle(this.#stage).direction === "rtl" ? -step : step;
  }

  #part(selector) {
    return this.#dialog.querySelector(selector);
  }
}
