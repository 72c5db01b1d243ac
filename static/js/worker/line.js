/** A line of the worker's own to the site, while no page may be there to have one. */

/**
 * `use(you, ask)` it, and hang up: `ask(command)` promises the event that answers its `ref`.
 * `open()` makes a WebSocket. Rejects where the line breaks.
 */
export async function onLine(open, use) {
  const socket = open();
  const events = eventsOf(socket);
  async function ask(command) {
    socket.send(JSON.stringify(command));
    for (;;) {
      const event = await events();
      if (event.ref === command.ref) return event;
    }
  }
  try {
    const { type, you } = await events();
    if (type === "welcome") await use(you, ask);
  } finally {
    socket.close();
  }
}

/** A function that promises the next event; it rejects once the line is broken. */
function eventsOf(socket) {
  const heard = [];
  let tell = () => {};
  const hear = (event) => {
    heard.push(event);
    tell();
  };
  socket.onmessage = hear;
  socket.onclose = hear;
  return async () => {
    while (!heard.length) await new Promise((resolve) => (tell = resolve));
    const { type, data } = heard.shift();
    if (type === "close") throw new Error(type);
    return JSON.parse(data);
  };
}
