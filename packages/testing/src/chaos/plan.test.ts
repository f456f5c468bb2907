import { expect, it } from "vitest";
import { subjectOf, toHttp } from "./operation.ts";
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
    remember(memory, operation, { status: 200, etag: '"1"', answer: null });
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
    ...["apply draft", "apply pending", "cancel", "dead-letters", "delete", "discard", "download", "get"],
    ...["graph", "history", "list", "retry-all", "status", "upload"],
  ]);
  const options = done.flatMap((operation) => Object.keys(operation));
  expect(options).toEqual(
    expect.arrayContaining(["ifMatch", "createOnly", "idempotencyKey", "orphan", "dependents", "owners", "protected"]),
  );
});

it("stays away from names that belong to other clients", () => {
  const foreign = plan("7", "c00", 3000).filter((operation) => subjectOf(operation)?.endsWith("own-c01"));
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
  expect(JSON.parse(apply.body ?? "")).toEqual({
    ...{ provider: "chaos", resource: "object", name: "a", config: {}, lifecycle_state: "draft" },
    owner_references: [{ provider: "pragma", resource: "config", name: "c" }],
  });
});
