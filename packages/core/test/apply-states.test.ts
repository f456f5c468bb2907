import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rounds } from "./support/rounds.ts";
import { fail, reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let serial = 0;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const OLD = { value: "old" };
const NEW = { value: "new" };

/** Brings a new resource to the state where the table starts. */
const ARRIVE = {
  absent: async () => undefined,
  draft: (key: string) => world.org.draft(key, OLD),
  "provisioned draft": async (key: string) => {
    await ready(key, { value: "before" });
    await world.org.draft(key, OLD);
  },
  pending: (key: string) => world.org.apply(key, { ...OLD, text: "${test/item/nowhere.outputs.text}" }),
  "pending between attempts": async (key: string) => {
    await world.org.apply(key, OLD);
    const { settle } = await world.hold(key);
    await settle({ kind: "failed", message: "not yet", retryAfterSeconds: 3600 });
  },
  processing: async (key: string) => {
    await world.org.apply(key, OLD);
    await world.hold(key);
  },
  ready: (key: string) => ready(key, OLD),
  failed: async (key: string) => {
    await world.org.apply(key, OLD);
    await (await world.hold(key)).settle(reject("no"));
  },
  "provisioned and failed": async (key: string) => {
    await ready(key, { value: "before" });
    await world.org.apply(key, OLD);
    await (await world.hold(key)).settle(reject("no"));
  },
  deleting: async (key: string) => {
    await ready(key, OLD);
    await world.org.delete(key);
  },
  "failed deletion": async (key: string) => {
    await ready(key, OLD);
    await world.org.delete(key);
    await (await world.hold(key)).settle(reject("cannot"));
  },
};

async function ready(key: string, config: typeof OLD): Promise<void> {
  await world.org.apply(key, config);
  await (await world.hold(key)).settle(succeed({ value: config.value }));
}

type From = keyof typeof ARRIVE;
/** The state after it, `+` for a new event; or the code of the refusal. */
const TABLE: [From, "omitted" | "draft" | "pending", "same" | "changed", string][] = [
  ["absent", "omitted", "changed", "draft"],
  ["absent", "draft", "changed", "draft"],
  ["absent", "pending", "changed", "pending +CREATE"],
  ["draft", "omitted", "same", "draft"],
  ["draft", "draft", "same", "draft"],
  ["draft", "omitted", "changed", "draft"],
  ["draft", "draft", "changed", "draft"],
  ["draft", "pending", "same", "pending +CREATE"],
  ["draft", "pending", "changed", "pending +CREATE"],
  ["provisioned draft", "omitted", "same", "draft"],
  ["provisioned draft", "draft", "changed", "draft"],
  ["provisioned draft", "pending", "same", "pending +UPDATE"],
  ["provisioned draft", "pending", "changed", "pending +UPDATE"],
  ["pending", "omitted", "same", "pending"],
  ["pending", "draft", "same", "pending"],
  ["pending", "pending", "same", "pending"],
  ["pending", "omitted", "changed", "change_in_flight"],
  ["pending", "draft", "changed", "change_in_flight"],
  ["pending", "pending", "changed", "change_in_flight"],
  ["pending between attempts", "pending", "same", "pending"],
  ["pending between attempts", "pending", "changed", "change_in_flight"],
  ["processing", "omitted", "same", "processing"],
  ["processing", "pending", "same", "processing"],
  ["processing", "draft", "changed", "change_in_flight"],
  ["processing", "pending", "changed", "change_in_flight"],
  ["ready", "omitted", "same", "ready"],
  ["ready", "draft", "same", "ready"],
  ["ready", "pending", "same", "ready"],
  ["ready", "omitted", "changed", "draft"],
  ["ready", "draft", "changed", "draft"],
  ["ready", "pending", "changed", "pending +UPDATE"],
  ["failed", "omitted", "same", "failed"],
  ["failed", "draft", "same", "failed"],
  ["failed", "omitted", "changed", "draft"],
  ["failed", "draft", "changed", "draft"],
  ["failed", "pending", "same", "pending +CREATE"],
  ["failed", "pending", "changed", "pending +CREATE"],
  ["provisioned and failed", "draft", "same", "failed"],
  ["provisioned and failed", "draft", "changed", "draft"],
  ["provisioned and failed", "pending", "same", "pending +UPDATE"],
  ["provisioned and failed", "pending", "changed", "pending +UPDATE"],
  ["deleting", "omitted", "same", "deletion_in_progress"],
  ["deleting", "pending", "same", "deletion_in_progress"],
  ["deleting", "pending", "changed", "deletion_in_progress"],
  ["failed deletion", "draft", "same", "deletion_in_progress"],
  ["failed deletion", "pending", "same", "pending +UPDATE"],
  ["failed deletion", "pending", "changed", "pending +UPDATE"],
];

describe("what an apply does, by where the resource stands", () => {
  it.each(TABLE)("%s, applied as %s, %s: %s", async (from, as, config, expected) => {
    const key = `test/item/s${++serial}`;
    await ARRIVE[from](key);
    const before = await world.org.row(key);
    const stored = before ? JSON.parse(before.config) : OLD;
    const wanted = config === "same" ? stored : { ...stored, ...NEW };
    const state = as === "omitted" ? undefined : as;
    const events = await world.count("events");

    let answer: string;
    try {
      const row = await world.org.apply(key, wanted, { lifecycle_state: state });
      answer = row.lifecycle_state;
      expect(row).toMatchObject(await generationsAfter(before, config === "changed"));
    } catch (error) {
      answer = (error as { code: string }).code;
      expect(await world.org.row(key)).toEqual(before);
    }
    if ((await world.count("events")) > events) {
      const { rows } = await world.pool.query(
        "SELECT event_type FROM events ORDER BY created_at DESC, id DESC LIMIT 1",
      );
      answer += ` +${rows[0].event_type}`;
    }
    expect(answer).toBe(expected);
  });
});

/** A changed config is a new generation; the last settled one stays. */
async function generationsAfter(
  before: { generation: number; observed_generation: number } | undefined,
  changed: boolean,
): Promise<{ generation: number; observed_generation: number }> {
  if (!before) return { generation: 1, observed_generation: 0 };
  return { generation: before.generation + (changed ? 1 : 0), observed_generation: before.observed_generation };
}

describe("metadata", () => {
  it.each(Object.keys(ARRIVE).filter((from) => from !== "absent" && !from.includes("delet")) as From[])(
    "is saved in %s without touching anything else",
    async (from) => {
      const key = `test/item/m${++serial}`;
      const owner = { provider: "test", resource: "item", name: "owner" };
      await ARRIVE[from](key);
      const before = await world.org.row(key);
      const events = await world.count("events");
      const row = await world.org.draft(key, JSON.parse(before?.config ?? "{}"), {
        tags: ["b", "a", "b"],
        deletion_protected: true,
        owner_references: [owner],
      });
      expect(row.tags).toEqual(["b", "a"]);
      expect(row.deletion_protected).toBe(true);
      expect(JSON.parse(row.owner_references)).toEqual([owner]);
      for (const column of ["lifecycle_state", "generation", "pending_event_id", "error", "resolved_config"] as const) {
        expect(row[column], column).toEqual(before?.[column]);
      }
      expect(await world.count("events")).toBe(events);
      expect(row.version).not.toBe(before?.version);
    },
  );

  it("keeps what is left out, and null or [] clears it", async () => {
    const key = "test/item/kept";
    const owner = { provider: "test", resource: "item", name: "owner" };
    await world.org.draft(key, OLD, { tags: ["a"], deletion_protected: true, owner_references: [owner] });
    await world.org.draft(key, NEW);
    expect(await world.org.get(key)).toMatchObject({
      tags: ["a"],
      deletion_protected: true,
      owner_references: [owner],
    });
    await world.org.draft(key, NEW, { tags: [], deletion_protected: null, owner_references: null });
    expect(await world.org.get(key)).toMatchObject({ tags: [], deletion_protected: false, owner_references: [] });
    await world.org.draft(key, NEW, { tags: null });
    expect((await world.org.get(key)).tags).toBeNull();
    expect((await world.org.draft("test/item/never-tagged", OLD)).has_tags).toBe(false);
  });
});

describe("a provisioned resource staged as draft", () => {
  it("keeps the real object and its outputs, and is updated from the last config that succeeded", async () => {
    const key = "test/item/staged";
    await ready(key, OLD);
    await world.org.draft(key, NEW);
    expect(await world.org.get(key)).toMatchObject({
      lifecycle_state: "draft",
      provisioned: true,
      config: NEW,
      outputs: OLD,
      resolved_config: null,
      generation: 2,
      observed_generation: 1,
    });
    await world.org.apply(key, NEW);
    const { claim, settle } = await world.hold(key);
    expect(claim).toMatchObject({ eventType: "UPDATE", payload: NEW, previousConfig: OLD, generation: 2 });
    await settle(succeed(NEW));
    expect(await world.org.get(key)).toMatchObject({ lifecycle_state: "ready", outputs: NEW, observed_generation: 2 });
  });

  it("gives up the pending event's claim on nothing: a failed one starts with CREATE until it was provisioned", async () => {
    const key = "test/item/never-made";
    await world.org.apply(key, OLD);
    await (await world.hold(key)).settle(reject());
    await world.org.draft(key, NEW);
    await world.org.apply(key, NEW);
    expect((await world.hold(key)).claim).toMatchObject({ eventType: "CREATE", previousConfig: null, payload: NEW });
  });

  it("names the last config that succeeded as the previous one, not the last that failed", async () => {
    const key = "test/item/previous";
    await ready(key, OLD);
    await world.org.apply(key, { value: "bad" });
    await (await world.hold(key)).settle(reject());
    await world.org.apply(key, NEW);
    expect((await world.hold(key)).claim).toMatchObject({ eventType: "UPDATE", previousConfig: OLD, payload: NEW });
  });
});

describe("ids", () => {
  it("refuses a second triple with the same id, naming the first", async () => {
    await world.org.draft("a/b_c/d");
    await expect(world.org.draft("a/b/c_d")).rejects.toMatchObject({
      code: "id_collision",
      message: expect.stringContaining("a/b_c/d"),
      facts: { resource_id: "resource:a_b_c_d" },
    });
    expect(await world.org.row("a/b/c_d")).toBeUndefined();
    expect((await world.org.get("resource:a_b_c_d")).resource).toBe("b_c");
  });

  it("refuses it with edges too, leaving none behind", async () => {
    await world.org.draft("e/f_g/h");
    await expect(world.org.draft("e/f/g_h", {}, { depends_on: ["test/item/x"] })).rejects.toMatchObject({
      code: "id_collision",
    });
    expect(await world.count("edges", "from_key = 'e/f/g_h'")).toBe(0);
  });

  it("lets one of two win that arrive at the same moment", async () => {
    for (let round = 0; round < rounds(20); round++) {
      const results = await Promise.allSettled([world.org.draft(`p/q_r/${round}`), world.org.draft(`p/q/r_${round}`)]);
      expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    }
  });
});

describe("preconditions", () => {
  it("writes only what If-Match still fits", async () => {
    const key = "test/item/matched";
    const { version } = await world.org.draft(key, OLD);
    const next = await world.org.apply(key, NEW, { lifecycle_state: "draft" }, { ifMatch: `"${version}"` });
    await expect(world.org.apply(key, OLD, {}, { ifMatch: `"${version}"` })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    expect(await world.org.row(key)).toEqual(next);
    await world.org.apply(
      key,
      NEW,
      { lifecycle_state: "draft", tags: ["x"] },
      { ifMatch: `"0", "${next.version}-abc"` },
    );
    await expect(world.org.apply("test/item/absent", OLD, {}, { ifMatch: "*" })).rejects.toMatchObject({
      code: "precondition_failed",
    });
    expect(await world.org.row("test/item/absent")).toBeUndefined();
  });

  it("creates only with If-None-Match: *", async () => {
    await world.org.apply("test/item/once", OLD, {}, { ifNoneMatch: "*" });
    await expect(world.org.apply("test/item/once", OLD, {}, { ifNoneMatch: "*" })).rejects.toMatchObject({
      code: "precondition_failed",
    });
  });

  it("lets one of several writers with the same tag through", async () => {
    const key = "test/item/contended";
    const { version } = await world.org.draft(key, OLD);
    const writers = Array.from({ length: 10 }, (_, index) =>
      world.org.apply(key, { value: index }, { lifecycle_state: "draft" }, { ifMatch: `"${version}"` }),
    );
    const results = await Promise.allSettled(writers);
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    const creators = Array.from({ length: 10 }, () =>
      world.org.apply("test/item/created-once", OLD, { lifecycle_state: "draft" }, { ifNoneMatch: "*" }),
    );
    const created = await Promise.allSettled(creators);
    expect(created.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });
});

describe("many writers of one resource", () => {
  it("lets every one of them through", async () => {
    const key = "test/item/crowded";
    await world.org.draft(key, OLD);
    await Promise.all(Array.from({ length: 60 }, (_, index) => world.org.draft(key, OLD, { tags: [`t${index}`] })));
    expect(await world.org.history(key)).toHaveLength(61);
  });
});

describe("fail and retry", () => {
  it("clears the error when a failed resource is tried again", async () => {
    const key = "test/item/again";
    world.provider.answer(key, ...Array.from({ length: 5 }, () => fail("broken")));
    await world.org.apply(key, OLD);
    await world.work();
    expect(await world.org.get(key)).toMatchObject({ lifecycle_state: "failed", error: "broken" });
    await world.org.apply(key, OLD);
    expect(await world.org.get(key)).toMatchObject({ lifecycle_state: "pending", error: null });
    await world.work();
    expect(await world.org.get(key)).toMatchObject({ lifecycle_state: "ready", error: null });
  });
});
