import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { toFailure } from "./host/failure.ts";
import { defineProvider, defineResource, ReplaceNeeded, withState } from "./index.ts";
import { ProviderHarness } from "./testing/index.ts";

/** Volumes by label, with how often they were made. */
const volumes = new Map<string, { size: number; made: number }>();
let made = 0;
let isStuck = false;

const volume = defineResource({
  config: z.object({ label: z.string().meta({ immutable: true }), size: z.int() }),
  outputs: z.object({ made: z.int() }),
  read: ({ config }) => {
    const found = volumes.get(config.label);
    return found ? { outputs: { made: found.made }, config: { size: found.size } } : null;
  },
  create: ({ config, state, outputs }) => {
    if (state !== null || outputs !== null) throw new Error("It knows of another one");
    made += 1;
    volumes.set(config.label, { size: config.size, made });
    return withState({ made }, { of: made });
  },
  update: ({ config }, previous) => {
    if (config.size < previous.size) throw new ReplaceNeeded(["size"], "A volume cannot shrink");
    volumes.set(config.label, { size: config.size, made });
    return { made };
  },
  delete: ({ config }) => {
    if (isStuck) throw new Error("It is in use");
    volumes.delete(config.label);
  },
});
const provider = defineProvider({ resources: { volume } });

beforeEach(() => {
  volumes.clear();
  made = 0;
  isStuck = false;
});

test("what only another thing can be fails, and says which fields stand in the way", async () => {
  const harness = new ProviderHarness(provider);
  await harness.create("volume", { config: { label: "a", size: 5 } });
  const shrunk = await harness.update("volume", { config: { label: "a", size: 2 } });

  expect(shrunk.error).toMatchObject({ kind: "config", message: "A volume cannot shrink", replace: ["size"] });
  expect(volumes.get("a")).toEqual({ size: 5, made: 1 });
});

test("the error is known whichever copy of the SDK made it, and only with paths", () => {
  const copy = Object.assign(new Error("no"), { name: "ReplaceNeeded", paths: ["size"] });

  expect(toFailure(copy)).toEqual({ kind: "config", message: "no", replace: ["size"] });
  expect(toFailure(Object.assign(copy, { paths: "size" }))).toMatchObject({ kind: "failed" });
});

describe("a thing that is replaced", () => {
  test("is deleted as it was, and one that knows nothing of it is created by the same operation", async () => {
    const harness = new ProviderHarness(provider);
    await harness.create("volume", { config: { label: "a", size: 5 } });
    harness.calls.length = 0;
    const replaced = await harness.replace("volume", { config: { label: "b", size: 2 } });

    expect(replaced).toMatchObject({ ok: true, outputs: { made: 2 }, state: { of: 2 } });
    expect([...volumes]).toEqual([["b", { size: 2, made: 2 }]]);
    expect(harness.calls.map(({ method, config }) => `${method} ${config["label"]}`)).toEqual([
      "delete a",
      "read b",
      "create b",
    ]);
    expect(new Set(harness.calls.map(({ operationId }) => operationId)).size).toBe(1);
  });

  test("stays, with all that is known of it, if it cannot be deleted", async () => {
    const harness = new ProviderHarness(provider);
    await harness.create("volume", { config: { label: "a", size: 5 } });
    isStuck = true;
    const replaced = await harness.replace("volume", { config: { label: "b", size: 2 } });

    expect(replaced.error).toMatchObject({ message: "It is in use" });
    expect(await harness.read("volume")).toMatchObject({ outputs: { made: 1 } });
    expect([...volumes.keys()]).toEqual(["a"]);
  });
});
