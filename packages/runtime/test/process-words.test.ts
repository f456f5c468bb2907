import { testEach } from "@pragma/testing/test-each";
import { expect, test, vi } from "vitest";
import type { ProviderHealth, SupervisorOptions } from "../src/index.ts";
import { artefact, caller, context, failure, memory, startSupervisor } from "./helpers.ts";

const rogue = artefact("rogue.ts");

/** A supervisor, and all that processes said past their calls. */
function observed(most?: number, options: SupervisorOptions = {}) {
  const said: string[] = [];
  const health: ProviderHealth[] = [];
  const supervisor = startSupervisor({
    createConfidence: () => memory(most),
    onProcessLog: (_target, { message }) => said.push(message),
    onHealth: (_target, told) => health.push(told),
    maxRestartDelayMs: 10,
    ...options,
  });
  const call = caller(supervisor, rogue);
  /** Calls with a text that is sensitive. */
  const confide = (mode: string, text: string, more: Parameters<typeof call>[2] = {}) =>
    call("create", { mode, text }, { secrets: () => [text], ...more });
  return { supervisor, call, confide, said, health };
}

test.each([
  ["a late throw from a timer", "throw later"],
  ["last words before an exit", "exit with words"],
])("%s: no other call is told, and what was told in confidence is told nobody", async (_what, mode) => {
  const { confide, said, health } = observed();
  const bystander = failure(confide("hang", "of the bystander"));
  await confide(mode, "hunter2 of the owner").catch(() => {});

  expect(await bystander).toMatchObject({ kind: "crashed", isShared: true });
  expect((await bystander).message).not.toMatch(/owner|no way|lost the connection/);
  // Once more, so that the version counts as unhealthy, and says why.
  const other = failure(confide("hang", "of another"));
  await confide(mode, "hunter2 of the owner").catch(() => {});
  expect((await other).message).not.toMatch(/owner|no way|lost the connection/);
  const told = JSON.stringify([said, health]);
  expect(told).toMatch(/(no way for|lost the connection of) \*\*\*/);
  expect(told).not.toContain("hunter2");
});

test("the only call of a process gets its output", async () => {
  const { confide } = observed();

  expect(await failure(confide("exit with words", "hunter2 of the owner"))).toMatchObject({
    message: "Provider rogue 1.0.0 exited with code 3: no way for ***",
    isShared: false,
  });
});

testEach(
  ["log and exit", "log and be killed", "uncaught with words"],
  ["log and abort", "log and block", "print and be killed"],
)("%s: its last words are in the log of its only call, and in that of no other", async (mode) => {
  const { confide } = observed();
  const lines: string[] = [];
  const others: string[] = [];

  await failure(confide(mode, "hunter2 of the owner", { onLog: ({ message }) => lines.push(message), alone: true }));
  const bystander = failure(confide("hang", "of the bystander", { onLog: ({ message }) => others.push(message) }));
  await failure(confide(mode, "hunter2 of the owner"));
  await bystander;

  expect(lines.filter((line) => line.includes("last words of ***"))).toHaveLength(1);
  expect(others).toEqual([]);
});

test("a fetch that fails leaves a line with the place where the author called it", async () => {
  const { confide } = observed();
  const lines: string[] = [];

  const error = await failure(confide("fetch in vain", "x", { onLog: ({ message }) => lines.push(message) }));

  expect(error.message).toBe("fetch failed: connect ECONNREFUSED 127.0.0.1:4");
  expect(lines).toEqual([
    expect.stringMatching(/^TypeError: fetch failed: connect ECONNREFUSED 127\.0\.0\.1:4\n {4}at .*rogue\.ts:\d+:\d+/),
  ]);
});

test("what one call was given appears in no output of another", async () => {
  const { confide } = observed();
  const lines: string[] = [];
  await confide("keep for later", "hunter2 of the owner");

  const error = await failure(confide("throw what was kept", "another"));
  await confide("log what was kept", "a third", { onLog: ({ message }) => lines.push(message) });

  expect(error.message).toBe("the pool of *** is broken");
  expect(lines).toEqual(["the pool is of ***"]);
});

test("a process that knows too much is replaced by one that knows nothing, and no call notices", async () => {
  const { call, confide, supervisor } = observed(3);
  const running = confide("slow", "one");
  for (const text of ["two", "three", "four"]) await confide("ok", text);
  const more = await Promise.all(["five", "six"].map((text) => confide("ok", text)));

  expect(await running).toEqual({ text: "one" });
  expect(more).toEqual([{ text: "five" }, { text: "six" }]);
  await confide("keep for later", "seven");
  await confide("ok", "eight");
  expect((await failure(call("create", { mode: "throw what was kept" }))).message).toMatch(
    /^the pool of (\*\*\*)? ?is/,
  );
  await expect.poll(() => supervisor.processCount).toBe(1);
});

test("a line that is not a message is quoted only to its call", async () => {
  const raw = artefact("raw.mjs", true);
  const supervisor = startSupervisor({ createConfidence: () => memory() });
  const call = caller(supervisor, raw);
  const silent = failure(call("create", { mode: "silent" }));
  const error = await failure(call("create", { mode: "garbage" }));

  expect(error.message).toBe("Provider raw 1.0.0 sent something that is not a message");
  expect((await silent).message).toBe(error.message);
  const alone = await failure(call("create", {}, { context: context({ mode: "garbage" }), alone: true }));
  expect(alone.message).toContain("502 Bad Gateway");
});

test("half a secret is not revealed either, if a text is cut", async () => {
  const { call, confide, said } = observed();
  const text = "hunter2 of the owner";
  const told = { secrets: () => [text] };
  const lines: string[] = [];

  await confide("log at the bound", text, { onLog: ({ message }) => lines.push(message) });
  await confide("print at the bound", text);
  const error = await failure(confide("throw at the bound", text));
  const logs = await call("logs", { mode: "at the bound", text }, { ...told, logs: { since: null, tail: 5 } });
  const health = await call("health", { mode: "at the bound", text }, told);

  await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 120_000 });
  const words = JSON.stringify([lines, said, error.message, logs, health]);
  expect(words.match(/xxx\*\*\*/g)).toHaveLength(5);
  expect(words).not.toContain("hunter");
});
