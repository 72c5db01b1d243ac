/**
 * A keyboard on the screen leaves less of the page to be seen. Chromium and Firefox make
 * the page smaller by themselves, as the page asks for; Safari lays the keyboard over it.
 */
export function followKeyboard(viewport, root) {
  viewport?.addEventListener("resize", () => {
    // Who has zoomed in by two fingers also sees less, and the page stays as it is.
    const isCovered = viewport.scale === 1 && viewport.height < root.clientHeight - 1;
    const height = isCovered ? `${viewport.height}px` : "";
    root.style.setProperty("--view-height", height);
    if (isCovered) root.scrollTop = 0; // it was pushed up, for the text to be seen
  });
}
