import { BANNED, Connection, LOGIN_REQUIRED } from "/static/js/browser/connection.js";
import { FakeClock, equal, test } from "./harness.js";

const WELCOME = { type: "welcome" };
const PONG = { type: "pong" };

class FakeSocket {
  sent = [];
  isClosed = false;

  send(text) {
    this.sent.push(JSON.parse(text).type);
  }

  close() {
    this.isClosed = true;
  }

  says(event) {
    this.onmessage({ data: JSON.stringify(event) });
  }

  breaks(code = 1006) {
    this.onclose({ code });
  }
}

/** A started connection, with its sockets and all that it told. */
function start({ random = () => 1 } = {}) {
  const told = {
    sockets: [],
    states: [],
    heard: [],
    refusals: [],
    clock: new FakeClock(),
  };
  told.connection = new Connection({
    open: () => told.sockets[told.sockets.push(new FakeSocket()) - 1],
    clock: told.clock,
    random,
    hears: (event) => told.heard.push(event.type),
    changed: ({ state }) => told.states.push(state),
    refused: (code) => told.refusals.push(code),
  });
  told.socket = () => told.sockets.at(-1);
  told.connection.start();
  return told;
}

function startWelcomed(options) {
  const told = start(options);
  told.socket().says(WELCOME);
  return told;
}

test("it is connected when it is welcomed, not when it is open", () => {
  const { connection, socket, heard } = start();
  equal([connection.state, connection.send({ type: "who" })], ["connecting", false]);
  socket().says(WELCOME);
  equal(
    [connection.state, connection.send({ type: "who" }), heard],
    ["connected", true, ["welcome"]],
  );
});

test("live updates that come late are a state in which one can talk", () => {
  const { connection, socket, states } = startWelcomed();
  socket().says({ type: "delayed", on: true });
  equal([connection.state, connection.isConnected], ["delayed", true]);
  socket().says({ type: "delayed", on: false });
  equal(states, ["connecting", "connected", "delayed", "connected"]);
});

test("the pauses double up to half a minute", () => {
  const { connection, clock, socket } = start();
  const pauses = [1, 2, 3, 4, 5, 6, 7].map(() => {
    socket().breaks();
    const pause = connection.retryAt - clock.now();
    clock.pass(pause);
    return pause / 1000;
  });
  equal(pauses, [1, 2, 4, 8, 16, 30, 30]);
});

test("a pause is between half of its length and all of it", () => {
  const pause = (random) => {
    const { connection, clock, socket } = start({ random });
    socket().breaks();
    return connection.retryAt - clock.now();
  };
  equal([pause(() => 0), pause(() => 0.5), pause(() => 1)], [500, 750, 1000]);
});

test("after a good connection the pauses start small again", () => {
  const { connection, clock, socket } = start();
  for (const pause of [1000, 2000]) {
    socket().breaks();
    clock.pass(pause);
  }
  socket().says(WELCOME);
  clock.pass(6000);
  socket().breaks();
  equal(connection.retryAt - clock.now(), 1000);
});

test("a connection that is closed at once does not make the pauses small", () => {
  const { connection, clock, socket } = startWelcomed();
  socket().breaks();
  clock.pass(1000);
  socket().says(WELCOME);
  socket().breaks();
  equal(connection.retryAt - clock.now(), 2000);
});

test("after a restart of the server it comes back soon, and calmly", () => {
  const { connection, clock, socket, sockets, states } = start();
  for (let restart = 1; restart <= 3; restart += 1) {
    socket().says(WELCOME);
    socket().breaks(1012);
    clock.pass(1000);
    equal([connection.state, sockets.length], ["connecting", restart + 1]);
  }
  equal(states.includes("reconnecting"), false);
  socket().breaks(1012);
  equal(connection.state, "reconnecting");
});

test("after a goodbye it comes back when the server has asked it to", () => {
  const { connection, clock, socket } = startWelcomed();
  socket().says({ type: "goodbye", detail: "Come back.", retry: 0.3 });
  socket().breaks(1012);
  equal([connection.state, connection.retryAt - clock.now()], ["connecting", 300]);
  clock.pass(300);
  socket().breaks();
  equal(connection.retryAt - clock.now(), 1000);
});

test("a connection that breaks in any other way is a reason to say so", () => {
  for (const code of [1000, 1001, 1006, 4400]) {
    const { connection, clock, socket, sockets } = startWelcomed();
    socket().breaks(code);
    equal([connection.state, sockets.length], ["reconnecting", 1]);
    clock.pass(1000);
    equal(sockets.length, 2);
  }
});

test("a dead socket is noticed within 45 seconds", () => {
  const { connection, clock, sockets } = startWelcomed();
  clock.pass(24_000);
  equal([connection.state, sockets[0].sent], ["connected", ["ping"]]);
  clock.pass(2_000);
  equal([connection.state, sockets[0].isClosed], ["reconnecting", true]);
});

test("a quiet socket that answers stays", () => {
  const { connection, clock, socket } = startWelcomed();
  for (let minute = 0; minute < 10; minute += 1) {
    clock.pass(15_000);
    socket().says(PONG);
  }
  equal([connection.state, socket().sent.length], ["connected", 10]);
});

test("a busy socket is not pinged", () => {
  const { clock, socket } = startWelcomed();
  for (let second = 0; second < 60; second += 1) {
    clock.pass(1_000);
    socket().says({ type: "message" });
  }
  equal(socket().sent, []);
});

test("pongs are not passed on", () => {
  const { heard, socket } = startWelcomed();
  socket().says(PONG);
  equal(heard, ["welcome"]);
});

test("a server that does not welcome is given up", () => {
  const { connection, clock, sockets } = start();
  clock.pass(10_000);
  equal([connection.state, sockets[0].isClosed], ["reconnecting", true]);
});

test("what a given up socket still says is not heard", () => {
  const { clock, sockets, heard } = start();
  const [first] = sockets;
  clock.pass(10_000);
  equal([first.onmessage, first.onclose, heard], [null, null, []]);
});

test("when the network is back it tries at once", () => {
  const { connection, clock, socket, sockets } = startWelcomed();
  connection.setOnline(false);
  socket().breaks();
  equal(connection.state, "offline");
  clock.pass(100);
  connection.setOnline(true);
  equal([sockets.length, connection.state], [2, "reconnecting"]);
});

test("with no network it goes on trying: browsers are sometimes wrong", () => {
  const { connection, clock, socket, sockets } = startWelcomed();
  connection.setOnline(false);
  socket().breaks();
  clock.pass(1_000);
  equal([sockets.length, connection.state], [2, "offline"]);
  socket().says(WELCOME);
  equal(connection.state, "connected");
});

test("who comes back to the tab does not wait", () => {
  const { connection, socket, sockets } = startWelcomed();
  socket().breaks();
  connection.wake();
  equal([sockets.length, connection.retryAt], [2, null]);
  connection.wake();
  equal(sockets.length, 2);
});

test("who comes back to the tab learns soon that the connection is dead", () => {
  const { connection, clock } = startWelcomed();
  connection.wake();
  clock.pass(2_000);
  connection.wake();
  clock.pass(999);
  equal(connection.state, "connected");
  clock.pass(1);
  equal(connection.state, "reconnecting");
});

test("after a sleep it is soon known that the connection is dead", () => {
  const { connection, clock } = startWelcomed();
  clock.sleep(3_600_000);
  clock.pass(3_000);
  equal(connection.state, "reconnecting");
});

test("on a slow line the patience grows, until an answer comes", () => {
  const { connection, clock, socket, sockets } = start();
  for (const seconds of [10, 20, 40, 80, 80]) {
    const tried = sockets.length;
    clock.pass(1000 * seconds - 1);
    equal([sockets.length, connection.retryAt], [tried, null]);
    clock.pass(1);
    clock.pass(connection.retryAt - clock.now());
  }
  socket().says(WELCOME);
  clock.pass(15_000 + 79_000);
  socket().says(PONG);
  clock.pass(15_000 + 10_000);
  equal(connection.state, "reconnecting");
});

test("who is not logged in any more, or banned, does not try again", () => {
  for (const code of [LOGIN_REQUIRED, BANNED]) {
    const { connection, clock, socket, sockets, refusals } = startWelcomed();
    socket().breaks(code);
    clock.pass(60_000);
    connection.wake();
    equal([connection.state, refusals, sockets.length], ["closed", [code], 1]);
  }
});
