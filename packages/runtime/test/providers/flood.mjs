// A provider that implements the protocol itself, and says lines that are as large as they may be: the config's `mode`
// names one. What describes it is named by the program's argument.
import { createInterface } from "node:readline";

const BYTES = 8 * 1024 * 1024 - 1;
const [, , described] = process.argv;
const say = (line) => process.stdout.write(`${typeof line === "string" ? line : JSON.stringify(line)}\n`);

/** As many of an item between head and tail as a line can have, or so many. */
function filled(head, tail, item, most = Number.POSITIVE_INFINITY) {
  if (typeof item === "string") {
    const count = Math.min(most, Math.floor((BYTES - head.length - tail.length) / (item.length + 1)));
    return `${head}${`${item},`.repeat(count - 1)}${item}${tail}`;
  }
  const parts = [];
  for (let size = head.length + tail.length; parts.length < most; ) {
    const part = item(parts.length);
    size += part.length + 1;
    if (size > BYTES) break;
    parts.push(part);
  }
  return head + parts.join(",") + tail;
}

const key = (index) => `"k${index}":1`;
const params = '"params":{"provider":"a","resource":"b","name":"c","config":{}';
const type = '"description":null,"schema":{},"outputs_schema":{}';

const lines = {
  lines: (id) => filled(`{"type":"lines","id":${id},"lines":[`, "]}", "1"),
  "lines of objects": (id) => filled(`{"type":"lines","id":${id},"lines":[`, "]}", "{}"),
  "many lines": (id) => filled(`{"type":"lines","id":${id},"lines":[`, "]}", "1", 200_000),
  tags: (id) => filled(`{"type":"request","id":1,"call":${id},"method":"apply",${params},"tags":[`, "]}}", "1"),
  "many tags": (id) =>
    filled(`{"type":"request","id":1,"call":${id},"method":"apply",${params},"tags":[`, "]}}", "1", 200_000),
  depends_on: (id) =>
    filled(`{"type":"request","id":1,"call":${id},"method":"apply",${params},"depends_on":[`, "]}}", "1"),
  "unknown fields": (id) => filled(`{"type":"log","id":${id},`, "}", key),
  metadata: (id) => filled(`{"type":"log","id":${id},"level":"info","message":"m","metadata":{`, "}}", key),
  "a deep result": (id) => `{"type":"result","id":${id},"value":${"[".repeat(4_000_000)}${"]".repeat(4_000_000)}}`,
  outputs: (id) => filled(`{"type":"result","id":${id},"value":{`, "}}", key),
  "all outputs that may be": (id) => filled(`{"type":"result","id":${id},"value":{`, "}}", key, 124_990),
  "a long text": (id) => `{"type":"result","id":${id},"value":{"text":"${"→".repeat(2_700_000)}"}}`,
  "a long error": (id) => `{"type":"error","id":${id},"error":{"kind":"failed","message":"${"a".repeat(8_000_000)}"}}`,
  "a long health": (id) =>
    filled(`{"type":"result","id":${id},"value":{"status":"healthy","message":null,"details":{`, "}}}", key, 124_980),
};

const descriptions = {
  types: (id) => filled(`{"type":"result","id":${id},"value":{"types":{`, "}}}", key),
  "many types": (id) => filled(`{"type":"result","id":${id},"value":{"types":{`, "}}}", key, 124_980),
  "type tags": (id) =>
    filled(`{"type":"result","id":${id},"value":{"types":{"a":{${type},"methods":[],"tags":[`, "]}}}}", "1"),
  "many type tags": (id) =>
    filled(`{"type":"result","id":${id},"value":{"types":{"a":{${type},"methods":[],"tags":[`, "]}}}}", "1", 200_000),
  methods: (id) =>
    filled(`{"type":"result","id":${id},"value":{"types":{"a":{${type},"tags":[],"methods":[`, "]}}}}", "1"),
};

const line = (message) => ({ timestamp: "2026-01-31T12:00:00.000Z", level: "info", message, metadata: null });
const long = (id, text) => ({ type: "result", id, value: { text, long: "x".repeat(200_000) } });
const held = [];
/** Calls that do not end when they are asked to. */
const endless = new Set();

const steps = {
  ok: (id) => say({ type: "result", id, value: { pid: process.pid } }),
  // Long and short ones in turn, in one write.
  "lines in turn": (id) => {
    const said = Array.from({ length: 9 }, (_, index) => {
      const text = index % 2 === 0 ? `${index}` : `${index}${"x".repeat(100_000)}`;
      return JSON.stringify({ type: "lines", id, lines: [line(text)] });
    });
    say(`${said.join("\n")}\n${JSON.stringify({ type: "result", id, value: null })}`);
  },
  // Answers all when the last has come: the first long, the others short.
  together: (id, text) => {
    held.push([id, text]);
    if (held.length < 3) return;
    for (const [index, [one, words]] of held.entries())
      say(index === 0 ? long(one, words) : { type: "result", id: one, value: { text: words } });
  },
  "answer and exit": (id, text) => process.stdout.write(`${JSON.stringify(long(id, text))}\n`, () => process.exit(0)),
  "answer and garbage": (id, text) => say(`${JSON.stringify(long(id, text))}\nno message`),
  "nonsense without end": (id) => {
    endless.add(id);
    const nonsense = filled(`{"type":"lines","id":${id},"lines":[`, "]}", "1", 200_000);
    const more = () => process.stdout.write(`${nonsense}\n`, more);
    more();
  },
};

for await (const text of createInterface({ input: process.stdin })) {
  const { type: kind, id, context } = JSON.parse(text);
  if (kind === "hello") say({ type: "hello", protocol: 1 });
  if (kind === "describe") say(descriptions[described](id));
  if (kind === "call") {
    const { mode } = context.config;
    if (steps[mode]) steps[mode](id, context.config.text);
    else say(lines[mode](id));
    // Its log, then its answer.
    if (mode === "metadata" || mode === "unknown fields") say({ type: "result", id, value: {} });
  }
  if (kind === "cancel" && !endless.has(id)) say({ type: "error", id, error: { kind: "failed", message: "stopped" } });
  if (kind === "shutdown") process.exit(0);
}
