import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { json, startFaultServer } from "../../../test/support/fault-server.ts";
import { defineProvider, defineResource, dependency } from "../../provider/index.ts";
import {
  type JsonObject,
  Pragma,
  type Reference,
  type ResourceTypes,
  type TypesOf,
  type WireApplyInput,
} from "../index.ts";

// Knowledge of an editor. The types are checked by `tsc`; run, the file shows that the calls are what they say.

const handlers = { create: () => ({ id: "n", words: 1 }), update: () => ({ id: "n", words: 1 }), delete: () => {} };
const outputs = z.object({ id: z.string(), words: z.number() });
const provider = defineProvider({
  resources: {
    note: defineResource({
      config: z.object({
        text: z.string(),
        color: z.enum(["red", "blue"]).default("red"),
        size: z.number().optional(),
        tags: z.array(z.string()).optional(),
        place: z.object({ row: z.number() }).optional(),
        board: dependency({ provider: "notes", resource: "board" }).optional(),
      }),
      outputs,
      ...handlers,
    }),
    "note/part": defineResource({ config: z.object({ nr: z.number() }), outputs, ...handlers }),
  },
});
type Known = ResourceTypes & TypesOf<"notes", typeof provider>;

const note = { provider: "notes", resource: "note", name: "a" } as const;

async function calls(pragma: Pragma<Known>): Promise<void> {
  const applied = await pragma.resources.apply({ ...note, config: { text: "t" } });
  expectTypeOf(applied.outputs).toEqualTypeOf<{ id?: string; words?: number }>();
  // Values that were written are read back: the value, or a reference.
  expectTypeOf(applied.config.text).toEqualTypeOf<string | Reference>();

  const ready = await pragma.resources.waitUntilReady(applied);
  expectTypeOf(ready.outputs.id).toEqualTypeOf<string>();
  expectTypeOf(ready.outputs.words).toEqualTypeOf<number>();
  expectTypeOf(ready.lifecycle_state).toEqualTypeOf<"ready">();

  const byId = await pragma.resources.get("notes/note/a");
  expectTypeOf(byId.outputs.words).toEqualTypeOf<number | undefined>();
  const deeper = await pragma.resources.get("notes/note/part/a");
  expectTypeOf(deeper.config.nr).toExtend<number | string | object>();
  const readyById = await pragma.resources.waitUntilReady("notes/note/a");
  expectTypeOf(readyById.outputs.words).toEqualTypeOf<number>();
  const { resource } = await pragma.resources.getWithEtag("notes/note/a");
  expectTypeOf(resource.outputs.id).toEqualTypeOf<string | undefined>();
  expectTypeOf(await pragma.resources.getWithEtag("notes/note/a", { ifNoneMatch: "x" })).toBeNullable();

  // References stand for any value; a field with default, and an optional one, may be left out.
  await pragma.resources.apply({
    ...note,
    config: {
      text: "${pragma/config/site.outputs.title}",
      color: "${pragma/config/site.outputs.color}",
      size: { provider: "pragma", resource: "config", name: "site", field: "size" },
      tags: ["a", "${pragma/config/site.outputs.tag}"],
      place: { row: "${pragma/config/site.outputs.row}" },
      board: { __dependency__: true, provider: "notes", resource: "board", name: "b" },
    },
  });

  // @ts-expect-error a text is missing
  await pragma.resources.apply({ ...note, config: {} });
  // @ts-expect-error no such color, and no reference
  await pragma.resources.apply({ ...note, config: { text: "t", color: "green" } });
  // @ts-expect-error no such field
  await pragma.resources.apply({ ...note, config: { text: "t", colour: "red" } });
  // @ts-expect-error a number, deeper
  await pragma.resources.apply({ ...note, config: { text: "t", place: { row: true } } });
  // @ts-expect-error a resource as a whole, not a value of it
  await pragma.resources.apply({ ...note, config: { text: "t", board: "${notes/board/b.outputs.id}" } });
  // @ts-expect-error no such type of a provider that is known
  await pragma.resources.apply({ ...note, resource: "nota", config: { text: "t" } });
  // @ts-expect-error no such output
  ready.outputs.word;
  // @ts-expect-error what is applied is draft or pending
  await pragma.resources.apply({ ...note, config: { text: "t" }, lifecycle_state: "ready" });
  // @ts-expect-error either all or those of a provider
  await pragma.deadLetters.deleteAll({});
  // @ts-expect-error no such scope
  await pragma.tokens.create({ name: "t", scopes: ["resources:all"] });
  // @ts-expect-error only * makes sense
  await pragma.resources.apply({ ...note, config: { text: "t" } }, { ifNoneMatch: '"tag"' });
  // @ts-expect-error a state that there is not
  pragma.resources.list({ lifecycle_state: "done" });

  await pragma.changes.plan({
    documents: [
      { ...note, tags: ["a"], config: { text: "t", tags: ["a", "${pragma/config/site.outputs.tag}"] } },
      { provider: "acme", resource: "thing", name: "a", config: { any: 1 } },
      { provider: "pragma", resource: "config", name: "a", config: { data: { deep: { list: [1] } } } },
    ],
    delete: [{ resource: "notes/note/b", dependents: "cascade" }],
    message: "all at once",
  });
  const wrong = { ...note, config: {} };
  // @ts-expect-error a text is missing, in the second document
  await pragma.changes.plan({ documents: [{ ...note, config: { text: "t" } }, wrong] });
  // @ts-expect-error no such type of a provider that is known
  await pragma.changes.plan({ documents: [{ ...note, resource: "nota", config: { text: "t" } }] });
  // @ts-expect-error no such way
  await pragma.changes.plan({ delete: [{ resource: "notes/note/b", dependents: "keep" }] });
  // Documents that are read from somewhere are of any type.
  const read: WireApplyInput[] = [];
  const planned = await pragma.changes.plan({ documents: read });
  if (planned.actions[0]?.action === "refuse")
    expectTypeOf(planned.actions[0].issues[0]?.msg).toEqualTypeOf<string | undefined>();

  // A provider of which nothing is known takes anything.
  const other = await pragma.resources.apply({ provider: "acme", resource: "thing", name: "a", config: { any: 1 } });
  expectTypeOf(other.outputs).toEqualTypeOf<Partial<JsonObject>>();
  for (const unknown of [
    await pragma.resources.get("acme/thing/a"),
    await pragma.resources.get("resource:acme_thing_a"),
    await pragma.resources.waitUntilReady("acme/thing/a"),
  ]) {
    expectTypeOf(unknown.config).toEqualTypeOf<JsonObject>();
    expectTypeOf(unknown.outputs["any"]).toEqualTypeOf<unknown>();
  }

  const provider = "notes" as string;
  await pragma.resources.apply({ provider, resource: "note", name: "a", config: { any: 1 } });
}

test("the types are those of what is sent", async () => {
  const { url, received } = await startFaultServer(json(200, { lifecycle_state: "ready" }, { etag: '"1"' }));
  const pragma = new Pragma<Known>({ apiUrl: url, token: "t" });
  await pragma.resources.apply({ ...note, config: { text: "t" } });
  expect(JSON.parse(String(await received[0]?.body))).toEqual({ ...note, config: { text: "t" } });
  expect(calls).toBeTypeOf("function");
});
