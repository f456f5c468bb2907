import type { LogEntry } from "@pragma/contract";
import { createLogger, watchEventLoop } from "@pragma/telemetry";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { artefact, caller, failure, startSupervisor } from "./helpers.ts";

const flood = artefact("flood.mjs", true);

/** The platform waited for itself for more than a second of its own time. */
let blocked: string[];

beforeEach(() => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const watch = watchEventLoop(createLogger({ service: "test", level: "info", destination }));
  onTestFinished(() => watch.stop());
  blocked = lines;
});

const TOO_MANY = "Provider flood 1.0.0 sent a message of more than 250,000 keys and values";

test.each([
  ["lines", "protocol", TOO_MANY],
  ["lines of objects", "protocol", TOO_MANY],
  ["many lines", "protocol", "Provider flood 1.0.0 sent a malformed message: lines must have at most 10000 elements"],
  ["tags", "protocol", TOO_MANY],
  [
    "many tags",
    "protocol",
    "Provider flood 1.0.0 sent a malformed message: params.tags must have at most 10000 elements",
  ],
  ["depends_on", "protocol", TOO_MANY],
  ["unknown fields", "protocol", TOO_MANY],
  ["metadata", "protocol", TOO_MANY],
  ["a deep result", "protocol", TOO_MANY],
  ["outputs", "protocol", TOO_MANY],
  ["a long error", "retryable", "a".repeat(100)],
])("a line full of %s costs its call, nobody else, and is told in a sentence", async (mode, kind, message) => {
  const call = caller(startSupervisor(), flood);

  const error = await failure(call("create", { mode }));

  expect(error).toMatchObject({ kind, isRetryable: true, message: expect.stringContaining(message) });
  expect(error.message.length).toBeLessThan(10_000);
  expect(await call("create", { mode: "ok" })).toEqual({ pid: expect.any(Number) });
  expect(blocked).toEqual([]);
});

test.each([
  ["types", TOO_MANY],
  ["many types", "Provider flood 1.0.0: its description is malformed at types: must have at most 10,000 keys"],
  ["type tags", TOO_MANY],
  [
    "many type tags",
    "Provider flood 1.0.0: its description is malformed at types.a.tags: must have at most 10000 elements",
  ],
  ["methods", TOO_MANY],
])("a description full of %s is refused in a sentence, and blocks nobody", async (described, message) => {
  const target = { ...flood, command: [...(flood.command ?? []), described] };
  const supervisor = startSupervisor();

  const error = await failure(supervisor.describe({ organizationId: "org", artefact: target }));

  expect(error.message).toContain(message);
  expect(error.message.length).toBeLessThan(500);
  expect(blocked).toEqual([]);
});

test("what is large and right is taken as before", async () => {
  const call = caller(startSupervisor(), flood);

  expect(Object.keys(await call("create", { mode: "all outputs that may be" }))).toHaveLength(124_990);
  expect(await call("create", { mode: "a long text" })).toEqual({ text: "→".repeat(2_700_000) });
  expect(await call("health", { mode: "a long health" })).toEqual({
    ...{ status: "healthy", message: null },
    details: { dropped: "too long" },
  });
  expect(blocked).toEqual([]);
});

test("short lines do not overtake long ones", async () => {
  const call = caller(startSupervisor(), flood);
  const lines = (await call("logs", { mode: "lines in turn" })) as LogEntry[];
  expect(lines.map(({ message }) => message[0])).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8"]);

  const settled: string[] = [];
  const note = (text: string) => call("create", { mode: "together", text }).then(() => settled.push(text));
  await Promise.all(["one", "two", "three"].map(note));
  expect(settled).toEqual(["one", "two", "three"]);
});

test("what a process said before its end counts, however long it takes to read", async () => {
  const call = caller(startSupervisor(), flood);

  expect(await call("create", { mode: "answer and exit", text: "last words" })).toMatchObject({ text: "last words" });
  expect(await call("create", { mode: "ok" })).toEqual({ pid: expect.any(Number) });
  expect(await call("create", { mode: "answer and garbage", text: "before it" })).toMatchObject({ text: "before it" });
  expect(await call("create", { mode: "ok" })).toEqual({ pid: expect.any(Number) });
});

test("a process that goes on and on with nonsense about a call is ended", async () => {
  const call = caller(startSupervisor({ graceMs: 600_000 }), flood);
  const neighbour = failure(call("create", { mode: "together" }));

  const error = await failure(call("create", { mode: "nonsense without end" }));

  expect(error).toMatchObject({ kind: "protocol", message: expect.stringContaining("lines must have at most") });
  expect((await neighbour).message).toMatch(/sent another malformed message about call \d+, again and again$/);
  expect(blocked).toEqual([]);
});
