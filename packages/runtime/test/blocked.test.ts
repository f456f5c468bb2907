import { expect, test } from "vitest";
import { type EventExecution, executeEvent, type ProviderHealth } from "../src/index.ts";
import { artefact, caller, context, failure, startSupervisor } from "./helpers.ts";

const rogue = artefact("rogue.ts");

function execution(mode: string, more: Partial<EventExecution> = {}): EventExecution {
  return {
    organizationId: "org",
    artefact: rogue,
    type: "thing",
    event: "CREATE",
    methods: ["create", "update", "delete"],
    deadlineMs: 600_000,
    context: context({ mode }),
    ...more,
  };
}

test("a handler that blocks its process is named as such, long before its deadline, and its neighbours go on", async () => {
  const health: ProviderHealth[] = [];
  const supervisor = startSupervisor({ blockedMs: 500, onHealth: (_target, told) => health.push(told) });
  const blocked = failure(executeEvent(supervisor, execution("block")));
  const neighbours = Array.from({ length: 12 }, () => executeEvent(supervisor, execution("slow")));

  expect(await Promise.all(neighbours)).toEqual(neighbours.map(() => ({ outputs: { text: "hello" } })));
  expect(await blocked).toMatchObject({
    kind: "crashed",
    message: "Provider rogue 1.0.0 blocked its event loop for more than 0.5 s and was ended",
  });
});

test("handlers that block do not hold up those that were repeated beside them", { tags: ["thorough"] }, async () => {
  const supervisor = startSupervisor({ blockedMs: 4_000 });
  const order: string[] = [];
  const note = (what: string) => () => order.push(what);
  const blocked = Array.from({ length: 3 }, () =>
    failure(executeEvent(supervisor, execution("block"))).then(note("blocked")),
  );
  const quick = Array.from({ length: 3 }, () => executeEvent(supervisor, execution("slow")).then(note("quick")));

  await Promise.all([...blocked, ...quick]);
  expect(order).toEqual(["quick", "quick", "quick", "blocked", "blocked", "blocked"]);
});

test("the time of an event before its repetition does not count against its deadline", {
  tags: ["thorough"],
}, async () => {
  const supervisor = startSupervisor({ blockedMs: 500 });
  // The neighbour hangs, so its first try takes as long as the block, and its second the rest of its time.
  const blocked = failure(executeEvent(supervisor, execution("block")));
  const neighbour = await failure(executeEvent(supervisor, execution("hang", { deadlineMs: 6_000 })));

  expect(neighbour.kind).toBe("timeout");
  const seconds = Number(/within ([\d.]+) s/.exec(neighbour.message)?.[1]);
  expect(seconds).toBeLessThan(5.7);
  await blocked;
});

test("the current reason is given, not an older one", async () => {
  const told: ProviderHealth[] = [];
  const supervisor = startSupervisor({
    blockedMs: 300,
    maxRestartDelayMs: 10,
    onHealth: (_target, health) => told.push(health),
  });
  const call = caller(supervisor, rogue);
  for (const mode of ["exit", "exit", "block", "block"]) await failure(call("create", { mode }));

  expect(told.map(({ message }) => message)).toEqual([
    null,
    "exited with code 3, again and again",
    "blocked its event loop for more than 0.3 s and was ended, again and again",
  ]);
});

test("a process that does not announce a heartbeat is not asked for one", async () => {
  const call = caller(startSupervisor({ blockedMs: 100 }), artefact("raw.mjs", true));

  expect(await failure(call("create", { mode: "silent" }, { deadlineMs: 600 }))).toMatchObject({ kind: "timeout" });
});
