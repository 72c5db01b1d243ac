/* Not a module, so that it runs while the page still comes: it calls the server, and
 * app.js takes the call over, with what was said meanwhile. */
if (window.dialled === undefined) {
  const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/");
  const heard = [];
  socket.onmessage = (frame) => heard.push(frame);
  socket.onclose = (close) => heard.push(close);
  window.dialled = { socket, heard };
}
