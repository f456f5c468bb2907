import { PROVIDER_PROTOCOL_LIMITS } from "@pragma/contract/provider-protocol";
import { expect, test } from "vitest";
import { artefact, caller, failure, startSupervisor } from "./helpers.ts";

const raw = artefact("raw.mjs", true);
const limits = { ...PROVIDER_PROTOCOL_LIMITS, message_bytes: 50_000 };

/** The raw provider, which breaks the protocol before its first call. */
function starting(how: string) {
  return { ...raw, command: [...(raw.command ?? []), how] };
}

test("a program in any language can be a provider", async () => {
  const call = caller(startSupervisor(), raw);

  expect(await call("create", { mode: "ok" })).toEqual({ pid: expect.any(Number) });
  expect(await call("delete", { mode: "ok" })).toBeNull();
});

test.each(["twice", "unknown", "hello again"])(
  "messages that answer nothing (%s) cost nobody anything",
  async (mode) => {
    const stray: string[] = [];
    const onProcessLog = (_target: unknown, entry: { message: string }) => stray.push(entry.message);
    const call = caller(startSupervisor({ graceMs: 50, onProcessLog }), raw);
    const { pid } = await call("create", { mode: "ok" });
    const neighbour = failure(call("create", { mode: "silent" }, { deadlineMs: 3_000 }));

    const answer = await call("create", { mode });

    expect(answer).toEqual(mode === "hello again" ? {} : { answer: 1 });
    expect(await call("create", { mode: "ok" })).toEqual({ pid });
    expect(stray.length).toBeGreaterThan(0);
    expect(stray[0]).toMatch(
      /^Provider raw 1\.0\.0 (sent a message about call \d+, which is not running|said hello twice)$/,
    );
    expect(await neighbour).toMatchObject({ kind: expect.stringMatching("timeout") });
  },
);

test.each([
  ["garbage", "sent something that is not a message"],
  ["malformed without id", "sent a malformed message"],
  ["too large", "sent a message larger than 50000 bytes"],
  ["endless", "sent a message larger than 50000 bytes"],
  ["flood", "which is not running, again and again"],
])("%s on the protocol ends the process and every call in it", async (mode, what) => {
  const call = caller(startSupervisor({ limits }), raw);
  const neighbour = failure(call("create", { mode: "silent" }));

  const error = await failure(call("create", { mode }));

  expect(error).toMatchObject({ kind: "protocol", isRetryable: true, message: expect.stringContaining(what) });
  expect(error.message).toMatch(/^Provider raw 1\.0\.0 /);
  expect(await neighbour).toMatchObject({ kind: "protocol", message: error.message });
  expect(await call("create", { mode: "ok" })).toEqual({ pid: expect.any(Number) });
});

/** A platform that never completes a request. */
function busyHost() {
  const asked: unknown[] = [];
  const wait = (what: unknown) => {
    asked.push(what);
    return new Promise<never>(() => {});
  };
  return { asked, host: { apply: wait, waitReady: wait } };
}

test.each([
  ["asks much", 4096, PROVIDER_PROTOCOL_LIMITS],
  ["asks for large things", 9, limits],
])("a provider that %s of the platform is refused more than %i requests at once", async (mode, most, bounds) => {
  const { asked, host } = busyHost();
  const call = caller(startSupervisor({ limits: bounds }), raw);

  expect(await call("create", { mode }, { host })).toEqual({ message: expect.stringContaining("at once") });

  expect(asked).toHaveLength(most);
});

test("a provider that goes on asking is ended", async () => {
  const { host } = busyHost();
  const call = caller(startSupervisor({ limits }), raw);

  expect(await failure(call("create", { mode: "asks without end" }, { host }))).toMatchObject({
    kind: "protocol",
    message: "Provider raw 1.0.0 asked for more than it may at once, again and again",
  });
});

test("a provider that asks and reads no answer is ended", async () => {
  const state = { id: "x", provider: "a", resource: "b", name: "c", lifecycle_state: "ready", error: null } as const;
  const answer = async () => ({ ...state, outputs: { text: "x".repeat(20_000) } });
  const call = caller(startSupervisor({ limits }), raw);

  const error = await failure(
    call(
      "create",
      { mode: "asks and does not read" },
      { host: { apply: answer, waitReady: answer }, deadlineMs: 20_000 },
    ),
  );

  expect(error).toMatchObject({
    kind: "protocol",
    message: "Provider raw 1.0.0 does not read what the platform answers",
  });
});

test("a process that ends in the middle of its answer counts as crashed", async () => {
  const call = caller(startSupervisor(), raw);

  expect(await failure(call("create", { mode: "half" }))).toMatchObject({
    kind: "crashed",
    message: "Provider raw 1.0.0 exited with code 1",
  });
});

test("a malformed answer costs the call that it names", async () => {
  const call = caller(startSupervisor(), raw);
  const { pid } = await call("create", { mode: "ok" });

  expect(await failure(call("create", { mode: "malformed error" }))).toMatchObject({ kind: "protocol" });
  expect(await failure(call("update", { mode: "no object" }))).toMatchObject({
    kind: "outputs",
    message: "Provider raw 1.0.0: update must answer an object of outputs",
  });
  expect(await call("create", { mode: "ok" })).toEqual({ pid });
});

test.each([
  ["malformed log", 'level must be one of "debug", "info", "warn" or "error"'],
  ["malformed request", "params must be an object"],
])("a %s costs its call, which is over when its handler is", async (mode, problem) => {
  const call = caller(startSupervisor({ graceMs: 50 }), raw);
  const neighbour = failure(call("create", { mode: "silent" }, { deadlineMs: 300 }));

  expect(await failure(call("create", { mode }))).toMatchObject({
    kind: "protocol",
    message: expect.stringContaining(`Provider raw 1.0.0 sent a malformed message: ${problem}: "{`),
  });

  expect(await call("create", { mode: "running" })).toEqual({ calls: 0 });
  expect(await neighbour).toMatchObject({ kind: "timeout" });
});

test.each([
  ["exit", "crashed", "Provider raw 1.0.0 exited with code 9: cannot find my settings"],
  ["garbage", "protocol", 'Provider raw 1.0.0 sent something that is not a message: "Welcome to my provider!"'],
  ["version", "protocol", "Provider raw 1.0.0 speaks version 99 of the protocol, not 1"],
  ["mute", "crashed", "Provider raw 1.0.0 did not start within 0.3 s"],
])("a process that starts with %s fails whoever waits for it", async (how, kind, message) => {
  const call = caller(startSupervisor({ startTimeoutMs: how === "mute" ? 300 : 30_000 }), starting(how));
  const calls = [failure(call("create", { mode: "ok" })), failure(call("delete", { mode: "ok" }))];

  for (const error of await Promise.all(calls)) expect(error).toMatchObject({ kind, message });
});

test("a program that does not exist", async () => {
  const missing = { ...raw, command: ["/no/such/program"] };

  expect(await failure(caller(startSupervisor(), missing)("create", {}))).toMatchObject({
    kind: "crashed",
    message: expect.stringMatching(/^Provider raw 1\.0\.0 could not be started: .*ENOENT/),
  });
});

test("a description is checked", async () => {
  const described = startSupervisor().describe({ organizationId: "org", artefact: raw });

  expect(await failure(described)).toMatchObject({
    kind: "outputs",
    message: expect.stringContaining("its description is malformed at types"),
  });
});

test("a config that is too large to send is refused as such", async () => {
  const call = caller(startSupervisor({ limits }), raw);

  expect(await failure(call("create", { mode: "ok", text: "x".repeat(60_000) }))).toMatchObject({ kind: "config" });
  expect(await call("create", { mode: "ok" })).toEqual({ pid: expect.any(Number) });
});

test.each(["deep log", "deep result"])(
  "%s, which would use up the stack, costs the call that it names",
  async (mode) => {
    const call = caller(startSupervisor(), raw);
    const { pid } = await call("create", { mode: "ok" });

    expect(await failure(call("create", { mode }))).toMatchObject({
      kind: "protocol",
      message: expect.stringMatching(/^Provider raw 1\.0\.0 sent a message that nests deeper than 256 levels: "\{/),
    });
    expect(await call("create", { mode: "ok" })).toEqual({ pid });
  },
);

test("what a provider says is bounded: errors, health and its own log", async () => {
  const call = caller(startSupervisor(), raw);
  const bound = PROVIDER_PROTOCOL_LIMITS.log_message_bytes;
  const cut = expect.stringMatching(/^x+… \(cut\)$/);

  const { message } = await failure(call("create", { mode: "long error" }));
  expect(message).toEqual(cut);
  expect(message.length).toBeLessThan(bound + 20);

  const health = await call("health", { mode: "long health" });
  expect(health).toEqual({ status: "healthy", message: cut, details: { dropped: "too long" } });
  expect(health.message?.length).toBeLessThan(bound + 20);

  const lines = await call("logs", { mode: "many lines" }, { logs: { since: null, tail: 3 } });
  expect(lines.map((line) => line.message)).toEqual(["line 4998", "line 4999", cut]);
});
