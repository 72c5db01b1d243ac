/* Not a module, so that it runs before the first paint: the first new message, or else
 * the newest, is the one to see first, and modules come later. */
{
  const timeline = document.getElementById("timeline");
  const line = timeline.querySelector(".unread-line");
  timeline.scrollTop = line
    ? line.offsetTop - timeline.clientHeight / 5
    : timeline.scrollHeight;
}
