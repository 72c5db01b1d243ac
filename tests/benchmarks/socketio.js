// Socket.IO with its Redis adapter: one room, and whatever is said goes to all in it.
const { createServer } = require("http");
const { Server } = require("socket.io");
const { createAdapter } = require("@socket.io/redis-adapter");
const { createClient } = require("redis");

async function main([port, url]) {
  const pub = createClient({ url });
  const sub = pub.duplicate();
  await Promise.all([pub.connect(), sub.connect()]);
  const server = createServer();
  const io = new Server(server, {
    adapter: createAdapter(pub, sub),
    transports: ["websocket"],
  });
  io.on("connection", (socket) => {
    socket.join("lobby");
    socket.on("say", (text) => io.to("lobby").emit("said", text));
  });
  server.listen(Number(port), "127.0.0.1");
}

main(process.argv.slice(2));
