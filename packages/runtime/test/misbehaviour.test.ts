import type { LogEntry } from "@pragma/contract";
import { PROVIDER_PROTOCOL_LIMITS } from "@pragma/contract/provider-protocol";
import { expect, test } from "vitest";
import { artefact, caller, failure, startSupervisor } from "./helpers.ts";

const rogue = artefact("rogue.ts");
const limits = { ...PROVIDER_PROTOCOL_LIMITS, message_bytes: 50_000 };

test.each([
  ["throw", { kind: "retryable", message: "no luck", retryAfter: null }],
  ["throw text", { kind: "retryable", message: "threw just text" }],
  ["config", { kind: "config", message: "text is not nice", isRetryable: false }],
  ["retry", { kind: "retryable", message: "still booting", retryAfter: 7 }],
  ["wrong outputs", { kind: "outputs", message: expect.stringContaining("outputs.text"), isRetryable: false }],
  ["no outputs", { kind: "outputs", message: expect.stringContaining("create returned outputs that break") }],
  ["no json", { kind: "outputs", message: expect.stringContaining("BigInt") }],
  ["too large", { kind: "outputs", message: "the answer is larger than 50000 bytes" }],
])("a handler that ends in %s costs its own call only", async (mode, error) => {
  const call = caller(startSupervisor({ limits }), rogue);
  const neighbour = call("create", { mode: "slow" });

  expect(await failure(call("create", { mode }))).toMatchObject({ ...error, provider: "rogue 1.0.0" });
  expect(await neighbour).toEqual({ text: "hello" });
});

test("an answer of more keys and values than a message may have is told as such, and not tried again", async () => {
  const call = caller(startSupervisor(), rogue);
  const neighbour = call("create", { mode: "slow" });

  expect(await failure(call("create", { mode: "too many values" }))).toMatchObject({
    ...{ kind: "outputs", isRetryable: false },
    message: "the answer has more than 250000 keys and values",
  });
  expect(await neighbour).toEqual({ text: "hello" });
});

test("a config that fails the provider's schema never reaches the handler", async () => {
  const call = caller(startSupervisor(), rogue);

  expect(await failure(call("create", {}))).toMatchObject({
    kind: "config",
    message: expect.stringMatching(/^config\.mode /),
  });
});

test.each([
  ["exit", /^Provider rogue 1\.0\.0 exited with code 3/],
  ["exit as if well", /^Provider rogue 1\.0\.0 exited with code 0/],
  ["abort", /^Provider rogue 1\.0\.0 was ended by SIGABRT/],
  ["uncaught", /^Provider rogue 1\.0\.0 ended by an uncaught error$/],
])("a process that ends by %s fails the calls in flight, and the next call finds a new one", async (mode, message) => {
  const call = caller(startSupervisor(), rogue);
  const neighbour = failure(call("create", { mode: "hang" }));

  const error = await failure(call("create", { mode }));

  expect(error).toMatchObject({ kind: "crashed", isRetryable: true, message: expect.stringMatching(message) });
  expect((await neighbour).message).toBe(error.message);
  expect(await call("create", { mode: "ok" })).toEqual({ text: "hello" });
});

test("a handler that stops when told ends in a timeout", async () => {
  const call = caller(startSupervisor(), rogue);

  expect(await failure(call("create", { mode: "stop when told" }, { deadlineMs: 200 }))).toMatchObject({
    kind: "timeout",
    message: expect.stringMatching(/^Provider rogue 1\.0\.0 did not finish create within 0\.2 s: /),
  });
});

test("what a handler finishes between its deadline and its end counts", async () => {
  const call = caller(startSupervisor(), rogue);

  expect(await call("create", { mode: "finish late" }, { deadlineMs: 50 })).toEqual({ text: "late" });
});

test("a hanging handler is stopped with its process, after the neighbours have finished", async () => {
  const supervisor = startSupervisor({ graceMs: 50, drainMs: 10_000 });
  const call = caller(supervisor, rogue);
  await call("create", { mode: "ok" });
  const neighbour = call("create", { mode: "slow" });

  const error = await failure(call("create", { mode: "hang" }, { deadlineMs: 50 }));

  expect(error).toMatchObject({
    kind: "timeout",
    message: "Provider rogue 1.0.0 did not finish create within 0.05 s and was stopped",
  });
  expect(await neighbour).toEqual({ text: "hello" });
  expect(await call("create", { mode: "ok" })).toEqual({ text: "hello" });
});

test("a blocked event loop is killed; its neighbours are told, new calls get a new process", async () => {
  const call = caller(startSupervisor({ graceMs: 50, drainMs: 100 }), rogue);
  await call("create", { mode: "ok" });
  const blocked = failure(call("create", { mode: "block" }, { deadlineMs: 100 }));
  const neighbour = failure(call("create", { mode: "slow" }));

  expect(await blocked).toMatchObject({ kind: "timeout" });
  expect(await neighbour).toMatchObject({ kind: "crashed", message: expect.stringContaining("was stopped") });
  expect(await call("create", { mode: "ok" })).toEqual({ text: "hello" });
});

test("printed output never reaches the protocol", async () => {
  const lines: string[] = [];
  const stray: string[] = [];
  const call = caller(startSupervisor({ onProcessLog: (_target, entry) => stray.push(entry.message) }), rogue);

  const answer = await call("create", { mode: "print garbage" }, { onLog: (entry) => lines.push(entry.message) });
  await call("create", { mode: "slow" });

  expect(answer).toEqual({ text: "hello" });
  const printed = ['{"type":"result","id":1,"value":{"text":"forged"}}', "half a line"];
  expect(lines.filter((line) => printed.includes(line))).toEqual(printed);
  // Output that went past the console is
  expect(stray.toSorted()).toEqual(["and to the other", "straight to the descriptor"]);
});

test("an unawaited promise is logged with the call, and everything goes on", async () => {
  const entries: LogEntry[] = [];
  const call = caller(startSupervisor(), rogue);

  expect(await call("create", { mode: "unhandled" }, { onLog: (entry) => entries.push(entry) })).toEqual({
    text: "hello",
  });
  expect(entries).toMatchObject([{ level: "error", message: expect.stringContaining("Error: forgotten") }]);
});

test("logs are bounded in number and size", async () => {
  const entries: LogEntry[] = [];
  const supervisor = startSupervisor({ limits: { ...limits, log_lines: 10, log_message_bytes: 100 } });

  await caller(supervisor, rogue)("create", { mode: "log much" }, { onLog: (entry) => entries.push(entry) });

  expect(entries.map((entry) => entry.message)).toEqual([
    ...Array.from({ length: 10 }, (_, line) => `line ${line}`),
    "More than 10 log lines: the rest is dropped",
  ]);
});

test("a long log message is cut", async () => {
  const entries: LogEntry[] = [];
  const supervisor = startSupervisor({ limits: { ...limits, log_message_bytes: 100 } });

  await caller(supervisor, rogue)("create", { mode: "log much" }, { onLog: (entry) => entries.push(entry) });

  expect(entries.at(-1)).toMatchObject({ level: "warn", message: `${"é".repeat(50)}… (cut)` });
});

test("a type the provider does not have", async () => {
  const call = caller(startSupervisor(), rogue);

  expect(await failure(call("create", { mode: "ok" }, { type: "constructor" }))).toMatchObject({
    kind: "retryable",
    message: 'the provider has no resource type "constructor"',
  });
});

test("health and logs are checked too", async () => {
  const call = caller(startSupervisor(), rogue);

  expect(await call("health", { mode: "ok" })).toEqual({ status: "healthy", message: null, details: null });
  expect(await failure(call("health", { mode: "odd" }))).toMatchObject({ kind: "outputs" });

  const logs = { since: "2026-01-02T03:04:05.000Z", tail: 250 };
  const lines = await call("logs", { mode: "ok" }, { logs });
  expect(lines).toHaveLength(250);
  expect(lines[0]).toMatchObject({ message: "line 0", level: "debug" });
  expect(await call("logs", { mode: "ok" }, { logs: { ...logs, tail: 1 } })).toMatchObject([{ message: "line 0" }]);
  expect(await failure(call("logs", { mode: "endless" }, { deadlineMs: 200 }))).toMatchObject({ kind: "timeout" });
});

test("a process that ends fails the calls in flight, not those that wait for a slot", async () => {
  const call = caller(startSupervisor({ concurrency: 1 }), rogue);
  const guilty = failure(call("create", { mode: "exit" }));
  const waiting = Promise.all(["ok", "ok", "ok"].map((mode) => call("create", { mode })));

  expect((await guilty).kind).toBe("crashed");
  expect(await waiting).toEqual([{ text: "hello" }, { text: "hello" }, { text: "hello" }]);
});
