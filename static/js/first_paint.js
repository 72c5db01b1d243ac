/* Not a module, so that it runs before the first paint: the newest message is the one
 * to see first, and modules come later. */
{
  const timeline = document.getElementById("timeline");
  timeline.scrollTop = timeline.scrollHeight;
}
