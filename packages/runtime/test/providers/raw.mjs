// A provider that implements the protocol itself, on stdin and stdout, and breaks it in the way that the config's
// `mode` says. For `start-…` modes the way is the program's argument, because they break it before any call.
import { createInterface } from "node:readline";

const start = process.argv[2];
const say = (message) => process.stdout.write(`${typeof message === "string" ? message : JSON.stringify(message)}\n`);

if (start === "exit") {
  process.stderr.write("cannot find my settings\n");
  process.exit(9);
}
if (start === "garbage") say("Welcome to my provider!");

/** Calls that run until they are asked to stop. */
const running = new Set();
const runOn = (id, message) => {
  running.add(id);
  say(message);
};

/** Calls that send the platform many requests: they answer once this many of them were refused. */
let refusals = null;
const ask = (call, count, text = "") => {
  const params = { provider: "a", resource: "b", name: "c", config: { text } };
  for (let id = 1; id <= count; id++) say({ type: "request", id, call, method: "apply", params });
};
const heard = ({ ok, message }) => {
  if (ok || !refusals) return;
  refusals.left -= 1;
  if (refusals.left === 0) say({ type: "result", id: refusals.call, value: { message } });
};

/** Calls that are answered with the next one. */
const held = [];

/** A call that is answered with the next ping. */
let toldBy = null;
const pinged = (until) => {
  say({ type: "pong", clock_ms: clock() });
  if (!toldBy) return;
  say({ type: "result", id: toldBy.id, value: { until: [toldBy.until, until] } });
  toldBy = null;
};
/** It began with the process, which may say hello with what it showed so long before. */
const clock = () => 5_000_000 + performance.now();
const helloAge = Number(process.argv[3] ?? 0);

const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;

const answer = {
  ok: (id) => {
    for (const one of [...held.splice(0), id]) say({ type: "result", id: one, value: { pid: process.pid } });
  },
  running: (id) => say({ type: "result", id, value: { calls: running.size } }),
  "malformed log": (id) => runOn(id, { type: "log", id, level: "shouting", message: "half way", metadata: null }),
  "malformed request": (id) => runOn(id, { type: "request", id: 1, call: id, method: "apply", params: "everything" }),
  twice: (id) => {
    say({ type: "result", id, value: { answer: 1 } });
    say({ type: "result", id, value: { answer: 2 } });
    say({ type: "error", id, error: { kind: "failed", message: "third" } });
  },
  unknown: (id) => {
    say({ type: "result", id: 999_999, value: { answer: "to whom?" } });
    say({ type: "lines", id: 999_998, lines: [] });
    say({ type: "request", id: 1, call: 999_997, method: "wait_ready", params: { id: "x", timeout: 1 } });
    say({ type: "result", id, value: { answer: 1 } });
  },
  garbage: () => say("<html>502 Bad Gateway</html>"),
  half: () => process.stdout.write('{"type":"result","id":', () => process.exit(1)),
  "too large": (id) => say({ type: "result", id, value: { text: "x".repeat(100_000) } }),
  endless: () => setInterval(() => process.stdout.write("x".repeat(10_000)), 1),
  "malformed error": (id) => say({ type: "error", id, error: "no object" }),
  "malformed without id": () => say({ type: "verdict", guilty: true }),
  "no object": (id) => say({ type: "result", id, value: "text" }),
  "hello again": (id) => {
    say({ type: "hello", protocol: 1 });
    say({ type: "result", id, value: {} });
  },
  flood: () => {
    for (let id = 100_000; id < 102_000; id++) say({ type: "result", id, value: null });
  },
  "asks much": (id) => {
    refusals = { call: id, left: 4 };
    ask(id, 4100);
  },
  "asks for large things": (id) => {
    refusals = { call: id, left: 10 };
    ask(id, 19, "x".repeat(40_000));
  },
  "asks without end": (id) => setInterval(() => ask(id, 1000), 1),
  "asks and does not read": (id) => {
    const request = {
      type: "request",
      id: 1,
      call: id,
      method: "apply",
      params: { provider: "a", resource: "b", name: "c", config: {} },
    };
    process.stdin.pause();
    setInterval(() => say(request), 1);
  },
  silent: () => {},
  "until asked again": (id) => held.push(id),
  "next ping": (id, until) => (toldBy = { id, until }),
  "deep log": (id) => runOn(id, `{"type":"log","id":${id},"level":"info","message":"m","metadata":${deep}}`),
  "deep result": (id) => process.stdout.write(`{"type":"result","id":${id},"value":${deep}}\n`),
  "long error": (id) => say({ type: "error", id, error: { kind: "failed", message: "x".repeat(1_000_000) } }),
  "long health": (id) =>
    say({
      type: "result",
      id,
      value: { status: "healthy", message: "x".repeat(1_000_000), details: { text: "x".repeat(1_000_000) } },
    }),
  "many lines": (id) => {
    const line = (message) => ({ timestamp: "2026-01-31T12:00:00.000Z", level: "info", message, metadata: null });
    for (let n = 0; n < 5_000; n++) say({ type: "lines", id, lines: [line(`line ${n}`)] });
    say({ type: "lines", id, lines: [line("x".repeat(1_000_000))] });
    say({ type: "result", id, value: null });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  if (message.type === "hello" && start !== "mute") {
    const told = start === "clock" ? { heartbeat: true, clock_ms: clock() - helloAge } : {};
    say({ type: "hello", protocol: start === "version" ? 99 : 1, ...told });
  }
  if (message.type === "ping") pinged(message.until_ms);
  if (message.type === "describe") say({ type: "result", id: message.id, value: { types: { "Not a name": {} } } });
  if (message.type === "call") answer[message.context.config.mode](message.id, message.until_ms);
  if (message.type === "response") heard(message);
  if (message.type === "cancel" && running.delete(message.id)) {
    say({ type: "error", id: message.id, error: { kind: "failed", message: "stopped" } });
  }
  if (message.type === "shutdown") process.exit(0);
}
