import { setTimeout as sleep } from "node:timers/promises";
import type { ProviderSubResourceState } from "@pragma/contract/provider-protocol";
import { expect, test } from "vitest";
import { PlainSandbox, ProcessDriver, type ProviderCallHost, ProviderSupervisor } from "../src/index.ts";
import { artefact, caller, failure, startSupervisor } from "./helpers.ts";

const probe = artefact("probe.ts");

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function state(id: string, text = ""): ProviderSubResourceState {
  return {
    id,
    provider: "test",
    resource: "part",
    name: "x",
    lifecycle_state: "ready",
    outputs: { text },
    error: null,
  };
}

test("a provider sees nothing of the platform: no environment, an empty directory", async () => {
  const call = caller(startSupervisor(), probe);

  expect(await call("create", { text: "hi" })).toMatchObject({ text: "hi", env: {}, cwd: [] });
});

test("handlers are told which operation and attempt it is", async () => {
  const supervisor = startSupervisor();
  const context = {
    id: "resource:test_thing_main",
    name: "main",
    config: {},
    previous_config: null,
    outputs: null,
    tags: ["a"],
    operation_id: "op-7",
    attempt: 3,
  };

  const call = caller(supervisor, probe);
  expect(await call("create", {}, { context })).toMatchObject({
    operationId: "op-7",
    previousOperationId: null,
    attempt: 3,
    tags: ["a"],
  });
  const after = { ...context, previous_operation_id: "op-6" };
  expect(await call("create", {}, { context: after })).toMatchObject({ previousOperationId: "op-6" });
});

test("one process for each organization and version, shared by its calls", async () => {
  const supervisor = startSupervisor();
  const call = caller(supervisor, probe);
  const answers = await Promise.all([
    call("create", {}),
    call("create", {}),
    call("create", {}, { organizationId: "other" }),
    call("create", {}, { artefact: { ...probe, version: "2.0.0" } }),
  ]);

  const [first, second, ...others] = answers.map((answer) => answer.pid);
  expect(second).toBe(first);
  expect(new Set([first, ...others]).size).toBe(3);
  expect(supervisor.processCount).toBe(3);
});

test("calls over the limit wait for a slot", async () => {
  const call = caller(startSupervisor({ concurrency: 3 }), probe);

  const answers = await Promise.all(Array.from({ length: 12 }, () => call("create", {})));

  expect(answers.at(-1)?.peak).toBe(3);
});

test("a full queue refuses", async () => {
  const call = caller(startSupervisor({ maxQueue: 2 }), probe);
  const waiting = [call("create", {}), call("create", {})];

  expect(await failure(call("create", {}))).toMatchObject({ kind: "retryable", retryAfter: 1 });
  expect(await Promise.all(waiting)).toHaveLength(2);
});

test("a cancelled call is stopped, or never started, and its neighbours go on", async () => {
  const call = caller(startSupervisor({ concurrency: 2 }), probe);
  await call("create", {});
  const running = new AbortController();
  const queued = new AbortController();
  const calls = [
    call("create", {}, { signal: running.signal }),
    call("create", { text: "neighbour" }),
    call("create", {}, { signal: queued.signal }),
  ];
  queued.abort();
  running.abort();

  const [first, neighbour, third] = await Promise.allSettled(calls);
  expect(first).toMatchObject({ reason: { kind: "cancelled", isRetryable: false } });
  expect(neighbour).toMatchObject({ value: { text: "neighbour" } });
  expect(third).toMatchObject({ reason: { kind: "cancelled" } });
  expect(await failure(call("create", {}, { signal: AbortSignal.abort() }))).toMatchObject({ kind: "cancelled" });
});

test("a process that keeps ending is not started again at once", async () => {
  const call = caller(startSupervisor({ maxRestartDelayMs: 60_000 }), probe);
  const errors: { kind: string; retryAfter: number | null }[] = [];
  while (errors.at(-1)?.retryAfter == null) errors.push(await failure(call("create", { mode: "crash" })));

  // Restarts after 0, 250, 500 and 1,000 ms were waited for; the next would be after 2 s, and is not.
  expect(errors.map((error) => error.kind)).toEqual(Array(6).fill("crashed"));
  expect(errors.at(-1)).toMatchObject({
    retryAfter: 2,
    message: "Provider probe 1.0.0 keeps ending and is started again later",
  });
});

test("idle processes end, and the next call starts another", async () => {
  const supervisor = startSupervisor({ idleMs: 50 });
  const call = caller(supervisor, probe);
  const { pid } = await call("create", {});

  await expect.poll(() => supervisor.processCount).toBe(0);
  expect((await call("create", {})).pid).not.toBe(pid);
});

test("over the limit of processes, the one that was idle longest makes room", async () => {
  const supervisor = startSupervisor({ maxProcesses: 2 });
  const call = caller(supervisor, probe);
  const pidOf = async (organizationId: string) => (await call("create", {}, { organizationId })).pid;
  const [one, two] = [await pidOf("one"), await pidOf("two")];
  await pidOf("three");

  await expect.poll(() => supervisor.processCount).toBe(2);
  expect(await pidOf("two")).toBe(two);
  expect(await pidOf("one")).not.toBe(one);
});

test("closing cancels running and waiting calls, and leaves no process", async () => {
  const supervisor = new ProviderSupervisor(new ProcessDriver(new PlainSandbox("for a test")), { concurrency: 1 });
  const call = caller(supervisor, probe);
  const { pid } = await call("create", {});
  const calls = [failure(call("create", {})), failure(call("create", {}))];

  await supervisor.close();

  for (const error of await Promise.all(calls)) expect(error.kind).toBe("cancelled");
  expect(isAlive(Number(pid))).toBe(false);
  expect(await failure(call("create", {}))).toMatchObject({ kind: "cancelled" });
});

test("ctx.apply reaches the platform, and its refusal the handler", async () => {
  const call = caller(startSupervisor(), probe);
  const host: ProviderCallHost = {
    apply: async (resource) => {
      if (resource.name === "bad") throw new Error("bad is taken");
      return state(`resource:test_part_${resource.name}`);
    },
    waitReady: async (id) => state(id),
  };

  expect(await call("create", { mode: "apply", text: "good" }, { host })).toMatchObject({
    text: "resource:test_part_good",
    applied: { lifecycle_state: "ready" },
  });
  expect(await failure(call("create", { mode: "apply", text: "bad" }, { host }))).toMatchObject({
    kind: "retryable",
    message: "bad is taken",
  });
  expect(await failure(call("create", { mode: "apply", text: "any" }))).toMatchObject({
    message: "ctx.apply is not available here",
  });
});

test("a call that waits for another one gives up its slot to it, and its clock stops", async () => {
  const call = caller(startSupervisor({ concurrency: 1 }), probe);
  const host: ProviderCallHost = {
    apply: async () => state("unused"),
    waitReady: async (id, timeout) => {
      // Longer than the deadline, and through the only slot.
      await sleep(1_200);
      for (let child = 0; child < 10; child++) await call("create", {});
      return state(id, `${id} within ${timeout}`);
    },
  };

  const parent = call("create", { mode: "wait", text: "child" }, { host, deadlineMs: 1_000 });

  expect(await parent).toMatchObject({ text: "child within 9" });
});

test.each(["wait twice", "wait in steps"])("several waits of one call take no slot twice: %s", async (mode) => {
  const call = caller(startSupervisor({ concurrency: 1 }), probe);
  const host: ProviderCallHost = { apply: async () => state("unused"), waitReady: async (id) => state(id) };

  const parents = Array.from({ length: 5 }, () => call("create", { mode }, { host }));
  const others = Array.from({ length: 5 }, () => call("create", {}));

  for (const answer of await Promise.all(parents)) expect(answer).toMatchObject({ text: "a,b" });
  await Promise.all(others);
  const after = await Promise.all(Array.from({ length: 5 }, () => call("create", {})));
  expect(after.at(-1)?.peak).toBe(1);
});

test("a call whose second wait ends while it still queues for a slot after its first gets both answers", async () => {
  const call = caller(startSupervisor({ concurrency: 1 }), probe);
  const asked = Promise.withResolvers<void>();
  const waiting: ProviderCallHost = {
    apply: async () => state("unused"),
    waitReady: async (id) => {
      if (id === "b") asked.resolve();
      return state(id);
    },
  };
  // Takes the slot that the first wait gives up, and keeps it until the second wait is over.
  const occupying: ProviderCallHost = {
    apply: () => asked.promise.then(() => state("applied")),
    waitReady: async (id) => state(id),
  };

  const parent = call("create", { mode: "wait in steps" }, { host: waiting });
  const other = call("create", { mode: "apply", text: "other" }, { host: occupying });

  expect(await parent).toMatchObject({ text: "a,b" });
  await other;
});

test("a waiting call can be cancelled", async () => {
  const call = caller(startSupervisor({ concurrency: 1, graceMs: 50 }), probe);
  const controller = new AbortController();
  const host: ProviderCallHost = {
    apply: async () => state("unused"),
    waitReady: (_id, _timeout, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("given up")));
        controller.abort();
      }),
  };

  const cancelled = call("create", { mode: "wait", text: "never" }, { host, signal: controller.signal });

  expect(await failure(cancelled)).toMatchObject({ kind: "cancelled" });
  expect(await call("create", { text: "next" })).toMatchObject({ text: "next" });
});

test("describe gives the types", async () => {
  const { types } = await startSupervisor().describe({ organizationId: "org", artefact: probe });

  expect(Object.keys(types)).toEqual(["thing", "readable", "adoptable", "observable"]);
  expect(types.observable).toMatchObject({
    methods: ["create", "update", "delete", "observe"],
    schema: { type: "object", required: ["text"], additionalProperties: false },
  });
});
