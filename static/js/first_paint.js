/* Not a module, so that it runs before the first paint; modules come later. Times and
 * days are those of the reader, as dom/times.js and timeline/day_lines.js will have
 * them; the server knows none but UTC's. And the first new message, or else the newest,
 * is the one to see first. */
{
  const timeline = document.getElementById("timeline");
  const { lang } = document.documentElement;
  const isOwn = (each) => each.toLowerCase().split("-")[0] === lang;
  const locale = navigator.languages.find(isOwn) ?? lang;
  const words = { weekday: "long", day: "numeric", month: "long" };
  const numbers = { year: "numeric", month: "2-digit", day: "2-digit" };
  const hourCycle = { 12: "h12", 24: "h23" }[hoursChosen()];
  const short = format({ hour: "numeric", minute: "2-digit", hourCycle });
  const isOf12 = short.resolvedOptions().hourCycle.startsWith("h1");
  const clock = isOf12 ? short : format({ hour: "2-digit", minute: "2-digit", hourCycle });
  const long = format(words);
  const longYear = format({ ...words, year: "numeric" });
  const iso = format(numbers, "sv");
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  localise();
  const line = timeline.querySelector(".unread-line");
  timeline.scrollTop = line
    ? line.offsetTop - timeline.clientHeight / 5
    : timeline.scrollHeight;
  timeline.classList.add("is-placed");

  function localise() {
    const lines = [...timeline.querySelectorAll(".day-line")];
    for (const line of lines) line.remove();
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
    (before?.matches(".unread-line") ? before : row).before(line);
    row.classList.toggle("grouped", row.classList.contains("action"));
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

  function hoursChosen() {
    try {
      return localStorage.getItem("chatsite.hours");
    } catch {
      return null; // storage is forbidden
    }
  }
}
