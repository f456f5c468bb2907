import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineConnectedResource, defineConnection, defineProvider, defineResource, type PlanResult } from "./index.ts";
import { ProviderHarness } from "./testing/index.ts";

const config = z.object({
  label: z.string(),
  size: z.int().default(1),
  disks: z.array(z.object({ kind: z.string() })).default([]),
});
const outputs = z.object({ at: z.string() });
const handlers = { create: () => ({ at: "a" }), update: () => ({ at: "a" }), delete() {} };

/** A provider whose `plan` answers that, and what it was told. */
function planning(answer: unknown) {
  const told: unknown[] = [];
  const volume = defineResource({
    config,
    outputs,
    ...handlers,
    plan(ctx, update) {
      expectTypeOf(ctx.outputs).toEqualTypeOf<{ at: string } | null>();
      expectTypeOf(update.before.size).toEqualTypeOf<number>();
      expectTypeOf(update.after.size).toEqualTypeOf<number | null | undefined>();
      expectTypeOf(update.after.disks?.[0]?.kind).toEqualTypeOf<string | null | undefined>();
      told.push({ ...update, outputs: ctx.outputs });
      return answer as PlanResult;
    },
  });
  const provider = defineProvider({ resources: { volume } });
  return { told, provider, harness: new ProviderHarness(provider) };
}

test("a type says that it can tell what an update would do", () => {
  expect(planning({}).provider.describe().volume?.methods).toContain("plan");
});

test("plan is asked of the thing as it is, and nothing of it is remembered", async () => {
  const { harness, told } = planning({ replace: ["size"], outputs: ["at"], warnings: ["It is gone for a while"] });
  await harness.create("volume", { config: { label: "a", size: 5 } });
  const planned = await harness.plan("volume", { config: { label: "a", size: 2 } });

  expect(planned).toMatchObject({
    ok: true,
    plan: { replace: ["size"], outputs: ["at"], warnings: ["It is gone for a while"] },
  });
  const before = { label: "a", size: 5, disks: [] };
  expect(told).toEqual([{ before, after: { label: "a", size: 2, disks: [] }, unknown: [], outputs: { at: "a" } }]);
  await harness.plan("volume", { config: { label: "b" } });
  expect(told[1]).toMatchObject({ before, after: { label: "b", size: 1 } });
});

test("what is left out is nothing to replace, nothing to say, and outputs that it cannot tell", async () => {
  const { harness } = planning({});
  const planned = await harness.plan("volume", { previous: { label: "a" }, config: { label: "b" } });

  expect(planned.ok && planned.plan).toEqual({ replace: [], outputs: null, warnings: [] });
});

describe("where something is not known yet", () => {
  const previous = { label: "a", disks: [{ kind: "hdd" }, { kind: "ssd" }] };

  test("it is null, and defaults stand in the rest", async () => {
    const { harness, told } = planning({});
    const next = { label: "b", disks: [{ kind: "hdd" }, { kind: null as never }] };
    await harness.plan("volume", { previous, config: next, unknown: ["disks[1].kind", "nowhere.at", "]"] });

    const after = { label: "b", size: 1, disks: [{ kind: "hdd" }, { kind: null }] };
    expect(told).toMatchObject([{ after, unknown: ["disks[1].kind", "nowhere.at", "]"] }]);
  });

  test("a config that the schema accepts only with it is not parsed", async () => {
    const { harness, told } = planning({});
    const next = { label: "b", disks: [...previous.disks, { kind: 1 as never }] };
    expect(await harness.plan("volume", { previous, config: next, unknown: ["disks[2].kind"] })).toHaveProperty(
      "ok",
      true,
    );

    expect(told).toMatchObject([{ after: { label: "b", disks: [...previous.disks, { kind: null }] } }]);
    expect(told).not.toHaveProperty("[0].after.size");
  });
});

test("a config that is known and breaks the schema is the user's to fix; one from before is passed as it was", async () => {
  const { harness, told } = planning({});
  const broken = await harness.plan("volume", { previous: { label: "a" }, config: { label: 1 as never } });
  expect(broken.error).toMatchObject({ kind: "config", message: expect.stringContaining("label") });

  await harness.plan("volume", { previous: { label: 1 as never }, config: { label: "a" } });
  expect(told).toMatchObject([{ before: { label: 1 } }]);
});

test.each<[unknown, string]>([
  [undefined, "plan must return an object of replace, outputs and warnings"],
  [["size"], "plan must return an object of replace, outputs and warnings"],
  [{ replace: "size" }, "plan returned replace that are not a list of up to 100 paths"],
  [{ replace: [""] }, "plan returned replace that are not"],
  [{ replace: ["x".repeat(1_025)] }, "of 1024 characters at most"],
  [{ replace: Array(101).fill("size") }, "plan returned replace that are not"],
  [{ outputs: [7] }, "plan returned outputs that are not a list of up to 100 paths"],
  [{ outputs: Array(101).fill("at") }, "plan returned outputs that are not"],
  [{ warnings: ["ok", null] }, "plan returned warnings that are not a list of up to 20 texts"],
  [{ warnings: Array(21).fill("so") }, "plan returned warnings that are not"],
])("plan may not return %j", async (answer, problem) => {
  const planned = await planning(answer).harness.plan("volume", { previous: { label: "a" }, config: { label: "a" } });

  expect(planned.error).toMatchObject({ kind: "outputs", message: expect.stringContaining(problem) });
});

test("without a config from before there is no update to plan", async () => {
  await expect(planning({}).harness.plan("volume", { config: { label: "a" } })).rejects.toThrow(
    "give its previous config",
  );
});

test("the connection completes both configs", async () => {
  const server = defineConnection({ config: z.object({ host: z.string() }) });
  const told: unknown[] = [];
  const provider = defineProvider({
    connection: server,
    resources: {
      volume: defineConnectedResource({
        connection: server,
        config,
        outputs,
        complete: (own, connection) => ({ ...own, host: connection?.host ?? "none" }),
        ...handlers,
        plan(_ctx, update) {
          told.push([update.before.host, update.after.host, update.after.size]);
          return {};
        },
      }),
    },
  });
  const harness = new ProviderHarness(provider, { connection: { host: "db" } });
  await harness.plan("volume", { previous: { label: "a" }, config: { label: "a", size: 3 }, unknown: ["size"] });

  expect(told).toEqual([["db", "db", null]]);
});
