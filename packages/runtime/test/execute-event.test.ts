import type { ProviderMethod } from "@pragma/contract/provider-protocol";
import { expect, test } from "vitest";
import { type EventExecution, executeEvent } from "../src/index.ts";
import { artefact, context, failure, startSupervisor } from "./helpers.ts";

const methods: ProviderMethod[] = ["create", "update", "delete", "observe"];

function execution(more: Partial<EventExecution>): EventExecution {
  return {
    organizationId: "org",
    artefact: artefact("probe.ts"),
    type: "observable",
    event: "CREATE",
    methods,
    deadlineMs: 60_000,
    context: context({ text: "a" }),
    ...more,
  };
}

test("create runs only after observe found nothing", async () => {
  const supervisor = startSupervisor();

  expect(await executeEvent(supervisor, execution({}))).toEqual({ outputs: { text: "a", by: "create" } });
  // As after an attempt whose answer was lost: the object exists, created from another config.
  const again = execution({ context: context({ text: "b" }, { previous_config: { text: "a" } }) });
  expect(await executeEvent(supervisor, again)).toEqual({
    outputs: { text: "b", by: "update", previous: "a", found: { text: "a" } },
  });
});

test("update and delete go straight to their handlers", async () => {
  const supervisor = startSupervisor();
  const update = execution({
    event: "UPDATE",
    context: context({ text: "b" }, { previous_config: { text: "a" }, outputs: { text: "old" } }),
  });

  expect(await executeEvent(supervisor, update)).toMatchObject({
    outputs: { by: "update", previous: "a", found: { text: "old" } },
  });
  expect(await executeEvent(supervisor, execution({ event: "DELETE" }))).toEqual({ outputs: null });
  expect(await executeEvent(supervisor, execution({}))).toMatchObject({ outputs: { by: "create" } });
});

test("a type that cannot observe is created at once", async () => {
  const once = execution({ type: "thing", methods: ["create", "update", "delete"] });

  expect(await executeEvent(startSupervisor(), once)).toMatchObject({ outputs: { text: "a" } });
});

test("the deadline is for observe and create together", async () => {
  const supervisor = startSupervisor();
  await executeEvent(supervisor, execution({}));
  const slow = execution({ deadlineMs: 50, context: context({ text: "a" }, { name: "new", tags: ["slow"] }) });

  expect(await failure(executeEvent(supervisor, slow))).toMatchObject({ kind: "timeout" });
});

test("the call that ends the process fails; its neighbours are repeated alone", async () => {
  const supervisor = startSupervisor();
  const rogue = (mode: string) =>
    execution({
      artefact: artefact("rogue.ts"),
      type: "thing",
      methods: ["create", "update", "delete"],
      context: context({ mode }),
    });
  const beside = ["slow", "slow", "slow"].map((mode) => executeEvent(supervisor, rogue(mode)));
  const guilty = failure(executeEvent(supervisor, rogue("exit")));

  expect(await Promise.all(beside)).toEqual(Array(3).fill({ outputs: { text: "hello" } }));
  expect(await guilty).toMatchObject({ kind: "crashed", isShared: false });
});

test("waiting for a slot does not count against the deadline", async () => {
  const supervisor = startSupervisor({ concurrency: 1 });
  const named = (name: string, deadlineMs: number, tags: string[] = []) =>
    executeEvent(supervisor, execution({ deadlineMs, context: context({ text: name }, { name, tags }) }));
  const before = Array.from({ length: 15 }, (_, index) => named(`before ${index}`, 60_000, ["slow"]));

  expect(await named("last", 1_000)).toEqual({ outputs: { text: "last", by: "create" } });
  await Promise.all(before);
});

const reads: ProviderMethod[] = ["create", "update", "delete", "read", "observe"];

test("create asks read where there is one, and what is kept reaches the next handler", async () => {
  const supervisor = startSupervisor();
  const readable = (more: Partial<EventExecution>) => execution({ type: "readable", methods: reads, ...more });

  expect(await executeEvent(supervisor, readable({}))).toEqual({
    outputs: { text: "a", by: "create", state: null },
    state: { by: "create" },
  });
  // Read finds it and keeps something; the update keeps nothing, so that stays.
  expect(await executeEvent(supervisor, readable({ context: context({ text: "b" }, { state: "old" }) }))).toEqual({
    outputs: { text: "b", by: "update", found: { text: "a" }, state: { by: "read", was: "old" } },
    state: { by: "read", was: "old" },
  });
  expect(await executeEvent(supervisor, readable({ event: "DELETE" }))).toEqual({ outputs: null });
});

test("an update that repairs looks first, and creates what is gone as if nothing had been", async () => {
  const supervisor = startSupervisor();
  const known = context({ text: "b" }, { previous_config: { text: "a" }, outputs: { text: "old" } });
  for (const [type, has] of [["readable", reads] as const, ["observable", methods] as const]) {
    const repair = () =>
      executeEvent(supervisor, execution({ type, methods: has, event: "UPDATE", repairs: true, context: known }));
    expect(await repair()).toMatchObject({ outputs: { text: "b", by: "create" } });
    expect(await repair()).toMatchObject({ outputs: { text: "b", by: "update", found: { text: "b" } } });
    await executeEvent(supervisor, execution({ type, methods: has, event: "DELETE" }));
  }
});

test("an update that repairs is an update where nobody can look", async () => {
  const repair = execution({
    event: "UPDATE",
    repairs: true,
    methods: ["create", "update", "delete"],
    context: context({ text: "b" }, { previous_config: { text: "a" }, outputs: { text: "old" } }),
  });
  expect(await executeEvent(startSupervisor(), repair)).toMatchObject({
    outputs: { by: "update", previous: "a", found: { text: "old" } },
  });
});
