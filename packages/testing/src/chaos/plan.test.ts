import { expect, it } from "vitest";
import { type Operation, subjectsOf, toHttp } from "./operation.ts";
import { emptyMemory, nextOperation, remember } from "./plan.ts";
import { Random } from "./random.ts";
import { referencedKeys } from "./references.ts";
import { makeUniverse } from "./universe.ts";

const universe = makeUniverse(new Random("u"), { space: "org0", root: "/files", size: 20, clients: ["c00", "c01"] });

function plan(seed: string, client: string, count: number) {
  const random = new Random(seed);
  const memory = emptyMemory();
  return Array.from({ length: count }, () => {
    const operation = nextOperation(random, universe, client, memory);
    const answer = operation.kind.startsWith("change") ? { id: `change-${random.below(9)}` } : null;
    remember(memory, operation, { status: 200, etag: '"1"', answer });
    return operation;
  });
}

it("is the same for the same seed and answers", () => {
  expect(plan("7", "c00", 300)).toEqual(plan("7", "c00", 300));
  expect(plan("7", "c00", 300)).not.toEqual(plan("8", "c00", 300));
});

it("performs every kind of operation", () => {
  const done = plan("7", "c00", 3000);
  const kinds = new Set(
    done.map((operation) => (operation.kind === "apply" ? `apply ${operation.state}` : operation.kind)),
  );
  expect([...kinds].sort()).toEqual([
    ...[
      "apply draft",
      "apply pending",
      "cancel",
      "change",
      "change-apply",
      "change-end",
      "change-get",
      "change-revert",
    ],
    ...[
      "dead-letters",
      "delete",
      "discard",
      "discover",
      "download",
      "drifted",
      "get",
      "graph",
      "history",
      "hurry",
      "list",
      "retry-all",
      "status",
    ],
    "upload",
  ]);
  const options = done.flatMap((operation) => Object.keys(operation));
  expect(options).toEqual(
    expect.arrayContaining([
      "ifMatch",
      "createOnly",
      "idempotencyKey",
      "orphan",
      "dependents",
      "owners",
      "protected",
      "handling",
    ]),
  );
});

it("corrects its typos: the same resources are declared again, without them", () => {
  const isTypo = (operation: Operation): boolean => JSON.stringify(operation).includes("nowhere");
  const changes = plan("7", "c00", 3000).filter((operation) => operation.kind === "change" && operation.apply);
  const keysOf = (operation: Operation): string => subjectsOf(operation).join();
  const corrected = changes.filter((operation, index) => {
    const before = changes.slice(0, index).findLast(isTypo);
    return before && !isTypo(operation) && keysOf(before) === keysOf(operation);
  });
  expect(changes.filter(isTypo).length).toBeGreaterThan(0);
  expect(corrected.length).toBeGreaterThan(0);
  const documents = changes.flatMap((operation) => (operation.kind === "change" ? operation.documents : []));
  expect(
    documents.filter(({ key, config }) => key.startsWith("pragma/secret/") && referencedKeys(config).size > 0),
  ).toEqual([]);
});

it("stays away from names that belong to other clients", () => {
  const foreign = plan("7", "c00", 3000).filter((operation) =>
    subjectsOf(operation).some((key) => key.endsWith("own-c01")),
  );
  expect(foreign).toEqual([]);
});

it("mostly refers to lower ranks, and never to itself", () => {
  const ranks = new Map(universe.slots.map(({ key, rank }) => [key, rank]));
  const pairs = plan("7", "c00", 3000).flatMap((operation) => {
    if (operation.kind !== "apply") return [];
    return [...referencedKeys(operation.config)].map(
      (key) => [ranks.get(operation.key) ?? 0, ranks.get(key) ?? 0] as const,
    );
  });
  const uphill = pairs.filter(([from, to]) => to > from).length;
  expect(pairs.filter(([from, to]) => from === to)).toEqual([]);
  expect(uphill / pairs.length).toBeLessThan(0.1);
  expect(uphill).toBeGreaterThan(0);
});

it("can be sent over HTTP", () => {
  const key = "chaos/object/a";
  expect(toHttp({ kind: "delete", key, dependents: "cascade", ifMatch: '"1"' })).toEqual({
    method: "DELETE",
    path: "/resources/chaos%2Fobject%2Fa?dependents=cascade",
    headers: { "if-match": '"1"' },
  });
  const apply = toHttp({
    kind: "apply",
    key,
    state: "draft",
    config: {},
    owners: ["pragma/config/c"],
    createOnly: true,
  });
  expect(apply.headers).toMatchObject({ "if-none-match": "*" });
  const change = toHttp({
    ...{ kind: "change", documents: [{ key, config: {}, state: "draft", tags: ["red"] }], apply: true, takeOver: true },
    ...{ deletions: [{ key: "chaos/object/b", dependents: "detach" }], set: "north", guards: { [key]: "none" } },
  });
  expect(JSON.parse(change.body ?? "")).toEqual({
    documents: [
      { provider: "chaos", resource: "object", name: "a", config: {}, lifecycle_state: "draft", tags: ["red"] },
    ],
    delete: [{ resource: "chaos/object/b", dependents: "detach" }],
    ...{ set: "north", take_over: true, if_match: { [key]: "none" }, apply: true },
  });
  expect(JSON.parse(apply.body ?? "")).toEqual({
    ...{ provider: "chaos", resource: "object", name: "a", config: {}, lifecycle_state: "draft" },
    owner_references: [{ provider: "pragma", resource: "config", name: "c" }],
  });
});

it("decides what a list showed to have drifted, as a steward does more than others", () => {
  const random = new Random("7");
  const memory = emptyMemory();
  const done = Array.from({ length: 300 }, () => {
    const operation = nextOperation(random, universe, "s0", memory, "steward");
    const answer = operation.kind === "drifted" ? [{ provider: "chaos", resource: "object", name: "x" }] : null;
    remember(memory, operation, { status: 200, etag: null, answer });
    return operation;
  });
  const choices = done.flatMap((operation) => (operation.kind === "change" ? (operation.drift ?? []) : []));
  expect(new Set(choices.map(({ choice }) => choice))).toEqual(new Set(["revert", "accept"]));
  const handlings = done.flatMap((operation) => (operation.kind === "apply" ? [operation.handling] : []));
  const members = new Set(handlings.flatMap((handling) => Object.keys(handling ?? {})));
  expect([...members].sort()).toEqual(["drift", "ignore", "mode", "on_delete", "paused"]);
});

it("takes over what a search has found, as a collector does most of the time", () => {
  const random = new Random("k");
  const memory = emptyMemory();
  const search = { kind: "discover", space: universe.space } as const;
  const items = [
    { identity: "t1", managed_by: null },
    { identity: "t2", managed_by: "resource:chaos_volume_a" },
  ];
  remember(memory, search, { status: 200, etag: null, answer: { items } });
  const changes = Array.from({ length: 60 }, () => nextOperation(random, universe, "k0", memory, "collector"));
  const adopted = changes.flatMap((one) => (one.kind === "change" ? one.documents.map(({ adopt }) => adopt) : []));
  expect(adopted.filter((title) => title === "t1").length).toBeGreaterThan(3);
  expect(adopted.filter((title) => title === "t2").length).toBeLessThan(3);
  expect(changes.some((one) => one.kind === "change" && one.allowReplace === true)).toBe(true);
});
