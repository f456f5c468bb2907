import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProviderMethod } from "@pragma/contract/provider-protocol";
import { expect, onTestFinished, test } from "vitest";
import { type Adoption, type EventExecution, executeEvent } from "../src/index.ts";
import { artefact, context, failure, memory, startSupervisor } from "./helpers.ts";

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

test("what a create made before its process ended is no stranger's once it is repeated alone", async () => {
  const supervisor = startSupervisor({}, undefined, { usesNodePermissions: false });
  const folder = mkdtempSync(join(tmpdir(), "pragma-file-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const made = (mode: string, more: Partial<EventExecution>) =>
    executeEvent(
      supervisor,
      execution({
        artefact: artefact("rogue.ts"),
        type: "file",
        context: context({ mode, text: join(folder, "made") }),
        ...more,
      }),
    );
  const without: ProviderMethod[] = ["create", "update", "delete"];
  const [beside] = await Promise.all([
    made("make", { methods: [...without, "read"] }),
    failure(made("exit", { methods: without })),
  ]);

  expect(beside).toEqual({ outputs: { by: "update" } });
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

const adopts: ProviderMethod[] = ["create", "update", "delete", "read", "identity", "import", "list"];
const adoptable = (more: Partial<EventExecution>) => execution({ type: "adoptable", methods: adopts, ...more });
const adoption = (more: Partial<Adoption> = {}): Adoption => ({
  identity: "thing a",
  compare: (_declared, found) => ({ before: found }),
  ...more,
});

async function withThing(text: string) {
  const supervisor = startSupervisor();
  await executeEvent(supervisor, adoptable({ context: context({ text }) }));
  return supervisor;
}

test("what was made is identified, if that is asked for and it has an identity", async () => {
  const supervisor = startSupervisor();
  const identified = (mode: string) =>
    executeEvent(supervisor, adoptable({ identifies: true, context: context({ text: "a", mode }, { name: mode }) }));

  expect(await identified("")).toEqual({ outputs: { text: "a", by: "create" }, identity: "thing a" });
  expect(await identified("none")).toEqual({ outputs: { text: "a", by: "create" } });
  expect(await executeEvent(supervisor, adoptable({ context: context({ text: "a" }, { name: "unasked" }) }))).toEqual({
    outputs: { text: "a", by: "create" },
  });
});

test("a failure to identify what was made is a line of the log", async () => {
  const said: string[] = [];
  const made = await executeEvent(
    startSupervisor(),
    adoptable({
      identifies: true,
      context: context({ text: "a", mode: "throw" }),
      onLog: ({ message }) => said.push(message),
    }),
  );

  expect(made).toEqual({ outputs: { text: "a", by: "create" } });
  expect(said).toContain("The identity of what is there is not known: no name for it");
});

test("an identity that tells a secret is none", async () => {
  const made = await executeEvent(
    startSupervisor({ createConfidence: () => memory() }),
    adoptable({
      identifies: true,
      context: context({ text: "a-password", mode: "secret" }),
      secrets: () => ["a-password"],
    }),
  );

  expect(made).not.toHaveProperty("identity");
});

test("what is there as declared is taken over without an update", async () => {
  const supervisor = await withThing("a");
  const adopted = await executeEvent(
    supervisor,
    adoptable({ adopts: adoption({ compare: () => null }), identifies: true }),
  );

  expect(adopted).toEqual({ outputs: { text: "a" }, state: "imported", identity: "thing a" });
});

test("what differs is updated from what it was, unless that is refused", async () => {
  const supervisor = await withThing("a");
  const wanted = (more: Partial<Adoption>) =>
    executeEvent(supervisor, adoptable({ adopts: adoption(more), context: context({ text: "b" }) }));

  expect(await failure(wanted({ compare: () => ({ problem: "text cannot change" }) }))).toMatchObject({
    kind: "config",
    message: 'The adoptable "thing a" is not taken over: text cannot change',
  });
  expect(await wanted({})).toMatchObject({ outputs: { text: "b", by: "update", previous: "a", found: { text: "a" } } });
});

test("what is not there cannot be taken over, and is not made", async () => {
  const supervisor = await withThing("a");
  const missing = adoptable({ adopts: adoption({ identity: "other" }) });
  const another = adoptable({ adopts: adoption(), context: context({ text: "a" }, { name: "new" }) });

  expect(await failure(executeEvent(supervisor, missing))).toMatchObject({
    kind: "config",
    message: 'There is no adoptable "other" to take over',
  });
  expect((await failure(executeEvent(supervisor, another))).message).toBe(
    'The adoptable "thing a" is another one than the config names: it is not there',
  );
});

test("what the config names has to be what is taken over", async () => {
  const supervisor = await withThing("a");
  await executeEvent(supervisor, adoptable({ context: context({ text: "b" }, { name: "second" }) }));
  const mistaken = adoptable({ adopts: adoption(), context: context({ text: "b" }, { name: "second" }) });

  expect((await failure(executeEvent(supervisor, mistaken))).message).toBe(
    'The config names the adoptable "thing b", not "thing a"',
  );
});

test("what is there already is refused by its identity, unless it may be the resource's own", async () => {
  const supervisor = await withThing("a");

  expect(await failure(executeEvent(supervisor, adoptable({})))).toMatchObject({ kind: "config", exists: "main" });
  const again = adoptable({ context: context({ text: "a" }, { may_exist: true }) });
  expect(await executeEvent(supervisor, again)).toMatchObject({ outputs: { by: "update" } });
});

test.each([
  ["it has none", "main", { text: "a", mode: "unnamed" }, {}],
  ["it is no identity", "two\nlines", { text: "a" }, {}],
  ["it holds a secret", "of a-long-secret", { text: "a" }, { secrets: () => ["a-long-secret"] }],
])("what is there already is refused without an identity where %s", async (_why, name, config, more) => {
  const supervisor = startSupervisor({ createConfidence: () => memory() });
  await executeEvent(supervisor, adoptable({ context: context({ text: "a" }, { name }) }));
  const refused = executeEvent(supervisor, adoptable({ ...more, context: context(config, { name }) }));

  expect(await failure(refused)).toMatchObject({ kind: "config", message: "It is there already", exists: null });
});

test("an update that needs another thing names fields: no secret, no more than are read, and none from a create", async () => {
  const supervisor = startSupervisor({ createConfidence: () => memory() });
  const asked = { context: context({ text: "a-long-secret", mode: "replace" }), secrets: () => ["a-long-secret"] };
  const failed = await failure(executeEvent(supervisor, { ...adoptable(asked), event: "UPDATE" }));
  const made = await failure(executeEvent(supervisor, adoptable(asked)));

  expect(failed).toMatchObject({ kind: "config", message: "It has to be replaced" });
  expect(failed.replace?.slice(0, 2)).toEqual(["text", "many"]);
  expect(failed.replace).toHaveLength(97);
  expect(made).toMatchObject({ kind: "config", replace: null });
});

test("a plan tells no secret, and warns in bounds; outputs that it may not name are all that differ", async () => {
  const supervisor = startSupervisor({ createConfidence: () => memory() });
  const config = { text: "a-long-secret" };
  const asked = (mode: string) =>
    supervisor.call({
      ...adoptable({ context: context(config), secrets: () => ["a-long-secret"] }),
      method: "plan",
      plan: { after: { ...config, mode }, unknown: [] },
    });
  const { warnings, ...planned } = await asked("");

  expect(planned).toEqual({ replace: ["with.***", "text"], outputs: ["text"] });
  expect(warnings).toEqual(["It was ***", `${"x".repeat(8_192)}… (cut)`]);
  expect(await asked("secret")).toMatchObject({ outputs: null });
});

test("an error of the config says of nothing that it is there", async () => {
  const refused = executeEvent(startSupervisor(), adoptable({ context: context({ text: 1 as never }) }));

  expect(await failure(refused)).toMatchObject({ kind: "config", exists: undefined });
});

test("things are listed in parts", async () => {
  const supervisor = startSupervisor();
  for (const name of ["a", "b", "c"]) {
    await executeEvent(supervisor, adoptable({ context: context({ text: name }, { name }) }));
  }
  const list = (cursor: string | null) =>
    supervisor.call({
      ...{ organizationId: "org", artefact: artefact("probe.ts"), type: "adoptable", method: "list" },
      context: context({ text: "known" }),
      page: { cursor, limit: 2 },
    });

  expect(await list(null)).toEqual({
    items: ["a", "b"].map((identity) => ({ identity, name: null, tags: [], config: { text: "known" } })),
    cursor: "b",
  });
  expect(await list("b")).toMatchObject({ items: [{ identity: "c" }], cursor: null });
});
