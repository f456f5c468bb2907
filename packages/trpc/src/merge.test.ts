import { expect, it } from "vitest";
import { merge } from "./merge.ts";

async function* items<Item>(...all: Item[]): AsyncGenerator<Item> {
  yield* all;
}

/** Gives one item and then waits; notes when it is ended. */
function patient(ended: string[], name: string): AsyncGenerator<string> {
  return (async function* () {
    try {
      yield name;
      yield `${name} again`;
    } finally {
      ended.push(name);
    }
  })();
}

it("gives the items of both, each source's in order, and ends with the first", async () => {
  const found: string[] = [];
  for await (const item of merge(items("a", "b", "c"), items("1", "2"))) found.push(item);
  expect(found.filter((item) => /[a-c]/.test(item))).toEqual(["a", "b", "c"]);
  expect(found.filter((item) => /[12]/.test(item))).toEqual(["1", "2"]);
});

it("goes on when the second has ended", async () => {
  const found: string[] = [];
  for await (const item of merge(items("a", "b", "c", "d"), items<string>())) found.push(item);
  expect(found).toEqual(["a", "b", "c", "d"]);
});

it("ends both when its reader leaves", async () => {
  const ended: string[] = [];
  for await (const _ of merge(patient(ended, "main"), patient(ended, "side"))) break;
  await expect.poll(() => ended.toSorted()).toEqual(["main", "side"]);
});

it("ends one whose item comes after its reader has left", async () => {
  const ended: string[] = [];
  const late = Promise.withResolvers<void>();
  const side = (async function* () {
    try {
      await late.promise;
      yield "late";
    } finally {
      ended.push("side");
    }
  })();
  for await (const _ of merge(patient(ended, "main"), side)) break;
  late.resolve();
  await expect.poll(() => ended.toSorted()).toEqual(["main", "side"]);
});

it.each(["main", "side"])("fails as %s does, once what came before is read", async (which) => {
  const failing = (async function* () {
    yield "first";
    throw new Error("broken");
  })();
  const never = (async function* (): AsyncGenerator<string> {
    await new Promise(() => {});
  })();
  const found: string[] = [];
  const read = async (): Promise<void> => {
    for await (const item of which === "main" ? merge(failing, never) : merge(never, failing)) found.push(item);
  };
  await expect(read()).rejects.toThrow("broken");
  expect(found).toEqual(["first"]);
});
