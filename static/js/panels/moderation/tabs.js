/** Tabs by the arrow keys, as ARIA's pattern of them has it: they follow the language. */
export function onTabArrows(list, choose) {
  const all = () => [...list.querySelectorAll("[role=tab]:not([hidden])")];
  list.addEventListener("click", ({ target }) => {
    const tab = target.closest("[role=tab]");
    if (tab) choose(tab);
  });
  list.addEventListener("keydown", (event) => {
    const tabs = all();
    const here = tabs.indexOf(document.activeElement);
    const next = placeAfter(event.key, here, tabs.length);
    if (here < 0 || next === undefined) return;
    event.preventDefault();
    tabs[next].focus();
    choose(tabs[next]);
  });
}

function placeAfter(key, here, count) {
  const isBackwards = document.documentElement.dir === "rtl";
  const step = isBackwards ? -1 : 1;
  const places = {
    ArrowRight: (here + step + count) % count,
    ArrowLeft: (here - step + count) % count,
    Home: 0,
    End: count - 1,
  };
  return places[key];
}
