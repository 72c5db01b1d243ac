/** The first connection, which `dial.js` has begun before there were any modules. */

/** That one, if nobody has it yet; else a new one. */
export function dial() {
  const { dialled } = window;
  window.dialled = null;
  if (dialled) return new Dialled(dialled);
  return new WebSocket(location.origin.replace("http", "ws") + "/ws/");
}

/** A WebSocket that begins with what was heard before anybody listened. */
class Dialled {
  onmessage = null;
  onclose = null;
  #socket;

  constructor({ socket, heard }) {
    this.#socket = socket;
    const hear = (event) => this[`on${event.type}`]?.(event);
    socket.onmessage = socket.onclose = (event) => {
      heard.push(event);
    };
    // Whoever has dialled listens by then.
    queueMicrotask(() => {
      heard.forEach(hear);
      socket.onmessage = socket.onclose = hear;
    });
  }

  send(text) {
    this.#socket.send(text);
  }

  close() {
    this.#socket.close();
  }
}
