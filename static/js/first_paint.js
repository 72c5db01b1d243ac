/* Not a module, so that it runs before the first paint; modules come later. It runs twice.
 *
 * Before all that is seen: the page looks as was chosen for this browser, and has room for
 * what stood beside the conversation.
 *
 * And below the conversation. Times and days are those of the reader, as dom/times.js and
 * timeline/day_lines.js will have them; the server knows none but UTC's. And the first new
 * message, or else the newest, is the one to see first, unless somebody was led to another. */
{
  const timeline = document.getElementById("timeline");
  if (timeline) {
    const { lang } = document.documentElement;
    const isOwn = (each) => each.toLowerCase().split("-")[0] === lang;
    const locale = navigator.languages.find(isOwn) ?? lang;
    const words = { weekday: "long", day: "numeric", month: "long" };
    const numbers = { year: "numeric", month: "2-digit", day: "2-digit" };
    const hourCycle = { 12: "h12", 24: "h23" }[chosen("hours")];
    const short = format({ hour: "numeric", minute: "2-digit", hourCycle });
    const isOf12 = short.resolvedOptions().hourCycle.startsWith("h1");
    const clock = isOf12 ? short : format({ hour: "2-digit", minute: "2-digit", hourCycle });
    const long = format(words);
    const longYear = format({ ...words, year: "numeric" });
    const iso = format(numbers, "sv");
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
    localise();
    const line = timeline.querySelector(".sought") ?? timeline.querySelector(".unread-line");
    const topOf = (element) => element.getBoundingClientRect().top;
    timeline.scrollTop = line
      ? topOf(line) - topOf(timeline) - timeline.clientHeight / 5
      : timeline.scrollHeight;
    timeline.classList.add("is-placed");
    // The pictures of people come last: nothing waits for them.
    addEventListener("load", () => (document.getElementById("avatars").media = "all"));

    function localise() {
      const lines = [...timeline.querySelectorAll(".day-line")];
      for (const line of lines) {
        line.nextElementSibling.classList.remove("of-day");
        line.remove();
      }
      let above = "";
      for (const row of timeline.querySelectorAll(".message")) {
        const time = row.querySelector(".message-time");
        const at = new Date(time.dateTime);
        time.textContent = clock.format(at);
        if (iso.format(at) !== above) standAbove(row, lines[0].cloneNode(true), at);
        above = iso.format(at);
      }
    }

    function standAbove(row, line, at) {
      const time = line.querySelector("time");
      time.dateTime = iso.format(at);
      const [first, ...others] = dayOf(at);
      time.textContent = first.toLocaleUpperCase(locale) + others.join("");
      const before = row.previousElementSibling;
      const group = groupFrom(before?.matches(".unread-line") ? before : row);
      group.classList.add("of-day");
      group.before(line);
      row.classList.toggle("grouped", row.classList.contains("action"));
    }

    /* As timeline/groups.js has them. */
    function groupFrom(first) {
      const group = first.parentElement;
      if (first === group.firstElementChild) return group;
      const other = group.cloneNode();
      while (first.nextElementSibling) other.prepend(group.lastElementChild);
      other.prepend(first);
      group.after(other);
      return other;
    }

    function dayOf(at) {
      const [day, today] = [iso.format(at), iso.format(new Date())];
      const yesterday = new Date(Date.parse(today) - 24 * 3600 * 1000);
      if (day === today) return relative.format(0, "day");
      if (day === yesterday.toISOString().slice(0, 10)) return relative.format(-1, "day");
      return (day.slice(0, 4) === today.slice(0, 4) ? long : longYear).format(at);
    }

    function format(options, of = `${locale}-u-nu-latn`) {
      return new Intl.DateTimeFormat(of, options);
    }
  } else {
    globalThis.lookAsChosen = lookAsChosen;
    lookAsChosen();
    const panes = document.getElementById("panes");
    // For who is in the conversation: browser/kept_panes.js.
    const isKept = chosen(`members.${panes.dataset.person}`) !== "";
    panes.parentElement.classList.toggle("has-members", isKept);
    keepColumns(panes);
  }

  /* What was chosen for this browser: panels/settings/preference_rows.js has the table. */
  function lookAsChosen() {
    const { style, dataset } = document.documentElement;
    const theme = chosen("theme");
    style.colorScheme = theme;
    style.fontSize = { small: "90%", large: "115%", larger: "135%" }[chosen("size")] ?? "";
    delete dataset.enter;
    if (chosen("enter")) dataset.enter = chosen("enter");
    suppose("(prefers-color-scheme: dark)", theme && theme === "dark");
    suppose("(prefers-color-scheme: light)", theme && theme === "light");
    suppose("(prefers-reduced-motion: reduce)", chosen("motion") === "less" || "");
  }

  /* Have the sheets take a feature for true, or for false, but on paper; "": as the browser
   * says. */
  function suppose(feature, is) {
    const text = { true: `${feature}, screen`, false: `${feature} and (max-width: 0px)` };
    const media = text[is] ?? feature;
    const metas = document.querySelectorAll("meta[media]");
    for (const meta of metas) if (meta.media.startsWith(feature)) meta.media = media;
    for (const rule of rulesOf([...document.styleSheets]))
      if (rule.media?.mediaText.startsWith(feature)) rule.media.mediaText = media;
  }

  function rulesOf(sheets) {
    const all = sheets.flatMap(({ cssRules }) => [...cssRules]);
    const nested = all.map(({ styleSheet }) => styleSheet).filter(Boolean);
    return nested.length ? [...all, ...rulesOf(nested)] : all;
  }

  /* For those that stood beside this one: panels/panes/side_by_side.js puts them there. */
  function keepColumns({ classList, clientWidth, dataset, style }) {
    const { panes, at } = parsed(chosen(`panes.${dataset.person}`));
    const isWide = matchMedia("(min-width: 68.75rem)").matches;
    if (!isWide || !(panes?.length > 1)) return;
    const place = panes.findIndex(({ id }) => String(id) === dataset.current);
    const own = place < 0 ? Math.min(at, panes.length - 1) : place;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const fits = Math.max(1, Math.min(4, Math.floor(clientWidth / (20 * rem))));
    const first = Math.max(0, Math.min(own - fits + 1, panes.length - fits));
    const sum = (from, to) =>
      panes.slice(from, to).reduce((all, { width }) => all + width, 0);
    const part = (...where) => `${(100 * sum(...where)) / sum(first, first + fits)}%`;
    style.paddingInline = `${part(first, own)} ${part(own + 1, first + fits)}`;
    classList.add("has-many");
  }

  function parsed(text) {
    try {
      return JSON.parse(text) ?? {};
    } catch {
      return {}; // nothing was kept, or by somebody else
    }
  }

  function chosen(key) {
    try {
      return localStorage.getItem(`chatsite.${key}`) ?? "";
    } catch {
      return ""; // storage is forbidden
    }
  }
}
