import { beforeEach, describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import {
  type Candidate,
  ConfigError,
  defineConnectedResource,
  defineConnection,
  defineProvider,
  defineResource,
  refuseStranger,
} from "./index.ts";
import { ProviderHarness } from "./testing/index.ts";

interface Box {
  size: number;
  colour: string;
}

const boxes = new Map<string, Box>();
beforeEach(() => boxes.clear());

const config = z.object({
  label: z.string().meta({ immutable: true }),
  size: z.number().default(1),
  colour: z.string().meta({ immutable: true }).default("blue"),
});
const outputs = z.object({ at: z.string() });

const box = defineResource({
  config,
  outputs,
  read(ctx) {
    const found = boxes.get(ctx.config.label);
    if (!found) return null;
    refuseStranger(ctx, ctx.config.label, "A box is there");
    return { outputs: { at: ctx.config.label }, config: { label: ctx.config.label, ...found } };
  },
  create(ctx) {
    const { label, size, colour } = ctx.config;
    boxes.set(label, { size, colour });
    return { at: label };
  },
  update(ctx, previous) {
    ctx.log.info(`was ${previous.size}`);
    boxes.set(ctx.config.label, { size: ctx.config.size, colour: ctx.config.colour });
    return { at: ctx.config.label };
  },
  delete(ctx) {
    boxes.delete(ctx.config.label);
  },
  identity: (_config, { at }) => at,
  import(ctx, identity) {
    expectTypeOf(ctx.config.size).toEqualTypeOf<number | undefined>();
    const found = boxes.get(identity);
    return found ? { config: { label: identity, ...found }, outputs: { at: identity } } : null;
  },
  list(ctx, { cursor, limit }) {
    const labels = [...boxes.keys()].filter((label) => label > (cursor ?? "")).sort();
    const items = labels
      .slice(0, limit)
      .map((identity): Candidate<typeof config> => ({ identity, config: ctx.config }));
    return { items, cursor: labels.length > limit ? (items.at(-1)?.identity ?? null) : null };
  },
});
const provider = defineProvider({ resources: { box } });

test("a type says that its things can be taken over", () => {
  expect(provider.describe().box?.methods).toEqual([
    ...["create", "update", "delete"],
    ...["read", "identity", "import", "list"],
  ]);
});

test("what was created has an identity, by which it is imported", async () => {
  const harness = new ProviderHarness(provider);
  const created = await harness.create("box", { config: { label: "a", size: 3 } });

  expect(created).toMatchObject({ ok: true, identity: "a" });
  expect(await harness.import("box", "a")).toMatchObject({
    config: { label: "a", size: 3, colour: "blue" },
    outputs: { at: "a" },
  });
  expect(await harness.import("box", "b")).toMatchObject({ ok: true, config: null, outputs: null });
});

describe("what is there already", () => {
  beforeEach(() => boxes.set("a", { size: 2, colour: "red" }));

  test("is refused by its identity where nothing says whose it is", async () => {
    const refused = await new ProviderHarness(provider).create("box", { config: { label: "a" } });

    expect(refused.error).toMatchObject({ kind: "config", message: "A box is there", exists: "a" });
    expect(boxes.get("a")?.size).toBe(2);
  });

  test("is refused without one where it has none", async () => {
    const unnamed = defineResource({
      ...box,
      read: (ctx) => {
        refuseStranger(ctx, null, "A box is there");
        return null;
      },
    });
    const harness = new ProviderHarness(defineProvider({ resources: { unnamed } }));

    const { error } = await harness.create("unnamed", { config: { label: "a" } });
    expect(error).toMatchObject({ kind: "config", message: "A box is there", exists: null });
  });

  test("is taken for the resource's own where an earlier attempt may have made it", async () => {
    const harness = new ProviderHarness(provider);

    expect(await harness.create("box", { config: { label: "a" }, attempt: 2 })).toMatchObject({ ok: true });
    expect(boxes.get("a")?.size).toBe(1);
  });

  test("is taken over as it is, without an update", async () => {
    const harness = new ProviderHarness(provider);
    const adopted = await harness.adopt("box", "a", { config: { label: "a", size: 2, colour: "red" } });

    expect(adopted).toMatchObject({ ok: true, outputs: { at: "a" }, identity: "a" });
    expect(harness.calls.map(({ method }) => method)).toEqual(["import", "read", "identity"]);
  });

  test("is updated to what is declared, from what it was", async () => {
    const adopted = await new ProviderHarness(provider).adopt("box", "a", {
      config: { label: "a", size: 5, colour: "red" },
    });

    expect(adopted.logs.map(({ message }) => message)).toEqual(["was 2"]);
    expect(boxes.get("a")).toEqual({ size: 5, colour: "red" });
  });

  test("stays as it is where an immutable field would have to differ", async () => {
    const adopted = await new ProviderHarness(provider).adopt("box", "a", { config: { label: "a", colour: "blue" } });

    expect(adopted.error).toMatchObject({
      kind: "config",
      message: "config.colour: cannot be changed once the resource exists",
    });
    expect(boxes.get("a")).toEqual({ size: 2, colour: "red" });
  });

  test.each([
    ["b", "a", 'There is no box "b" to take over'],
    ["a", "c", 'The box "a" is another one than the config names: it is not there'],
    ["a", "other", 'The config names the box "other", not "a"'],
  ])("is looked for by its identity: %s for %s", async (identity, label, message) => {
    boxes.set("other", { size: 1, colour: "red" });
    const adopted = await new ProviderHarness(provider).adopt("box", identity, { config: { label } });

    expect(adopted.error).toMatchObject({ kind: "config", message });
  });
});

test("things are listed in parts", async () => {
  for (const label of ["a", "b", "c"]) boxes.set(label, { size: 1, colour: "red" });
  const harness = new ProviderHarness(provider);
  const first = await harness.list("box", { limit: 2, config: { size: 9 } });

  expect(first).toMatchObject({
    items: [{ identity: "a", name: null, tags: [], config: { size: 9 } }, {}],
    cursor: "b",
  });
  expect(await harness.list("box", { cursor: first.ok ? first.cursor : null })).toMatchObject({
    items: [{ identity: "c" }],
    cursor: null,
  });
});

test.each<[string, unknown, string]>([
  ["a list", [], "list must return an object with items and, if there are more, cursor"],
  ["too many", { items: Array(3).fill({ identity: "a" }) }, "list returned 3 items, more than 2"],
  ["a long cursor", { items: [], cursor: "x".repeat(4_097) }, "a cursor that is not a text of 4096 characters at most"],
  ["nothing", { items: [null] }, "list returned an item 0 without an identity"],
  ["an identity with NUL", { items: [{ identity: "a\0" }] }, "list returned an item 0 whose identity has control"],
  ["a long name", { items: [{ identity: "a", name: "n".repeat(254) }] }, "whose name is not a text of 253 characters"],
  ["tags that are a text", { items: [{ identity: "a", tags: "t" }] }, "whose tags are not 100 texts"],
  ["a config that is a list", { items: [{ identity: "a", config: [] }] }, "whose config is not an object"],
])("list may not return %s", async (_what, page, message) => {
  const odd = defineProvider({ resources: { box: { ...box, list: () => page as never } } });
  const listed = await new ProviderHarness(odd).list("box", { limit: 2 });

  expect(listed.error?.kind).toBe("outputs");
  expect(listed.error?.message).toContain(message);
});

test.each<[unknown, string]>([
  ["", "The identity is empty"],
  ["x".repeat(513), "The identity is longer than 512 characters"],
  ["a\nb", "The identity has control characters"],
  [7, "identity must return a text, or null"],
])("identity may not return %j", async (identity, message) => {
  const odd = defineProvider({ resources: { box: { ...box, identity: () => identity as never } } });
  const created = await new ProviderHarness(odd).create("box", { config: { label: "a" } });

  expect(created.error?.kind).toBe("outputs");
  expect(created.error?.message).toContain(message);
});

test.each([
  [{ identity: undefined }, 'has "import": it needs "identity", too'],
  [{ read: undefined }, 'has "import": it needs "read", too'],
  [{ import: undefined }, 'has "list": it needs "import", too'],
])("a type is refused without %o", (without, message) => {
  expect(() => defineProvider({ resources: { box: { ...box, ...without } as never } })).toThrow(message);
});

test("a connected type searches through its connection", async () => {
  const connection = defineConnection({ config: z.object({ root: z.string() }) });
  const seen: string[] = [];
  const file = defineConnectedResource({
    connection,
    config: z.object({ name: z.string(), root: z.string().optional() }),
    outputs,
    complete(own, connected) {
      const root = own.root ?? connected?.root;
      if (root === undefined) throw new ConfigError("It names no root");
      return { ...own, root };
    },
    read: (ctx) => ({ outputs: { at: ctx.config.root } }),
    create: (ctx) => ({ at: ctx.config.root }),
    update: (ctx) => ({ at: ctx.config.root }),
    delete() {},
    identity: (own, { at }) => `${at}/${own.name}`,
    import(ctx, identity) {
      seen.push(`${ctx.config.root}: ${identity}`);
      return null;
    },
    list: (ctx) => ({ items: [{ identity: `${ctx.config.root}/first` }] }),
  });
  const harness = new ProviderHarness(defineProvider({ connection, resources: { file } }), {
    connection: { root: "/srv" },
  });

  expect(await harness.import("file", "x")).toMatchObject({ ok: true, outputs: null });
  expect(await harness.list("file", { config: { root: "/own" } })).toMatchObject({
    items: [{ identity: "/own/first" }],
  });
  expect(await harness.list("file", { connection: null })).toMatchObject({ error: { message: "It names no root" } });
  expect(await harness.create("file", { config: { name: "a" } })).toMatchObject({ identity: "/srv/a" });
  expect(seen).toEqual(["/srv: x"]);
});
