import type { Tenant } from "@pragma/db";
import { listResourceRows as listBatch } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  getOutputPaths,
  getResourceRelations,
  listResourceRows,
  listTags,
  type RelatedResource,
  suggestReferences,
  suggestResources,
} from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
import { reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const ref = (name: string) => ({ provider: "test", resource: "item", name });

describe("rows of a table", () => {
  it("are a full batch by state, although one of them changes its state while they are read", async () => {
    world.provider.answer(key("a"), reject("no such luck"));
    for (const name of ["a", "b", "c"]) await org.apply(key(name));
    await world.work();
    const tenant = world.core.db.tenant(org.id);
    const query: Tenant["query"] = async (...asked) => {
      const rows = await tenant.query<never>(...asked);
      await world.pool.query("UPDATE resources SET lifecycle_state = 'ready' WHERE organization_id = $1", [org.id]);
      return rows;
    };
    const meanwhile: Tenant = Object.assign(Object.create(tenant), { query });
    const found = await listBatch(meanwhile, {}, { sort: "state", limit: 3 });
    expect(found.map((row) => row.key)).toEqual(["a", "b", "c"].map(key));
  });

  it("hold what a table shows, in the list's order and by its filters", async () => {
    await org.apply(key("b"), { secret: "out of sight" }, { tags: ["x"] });
    world.provider.answer(key("c"), reject("no such luck"));
    await org.apply(key("c"));
    await org.apply(key("d"));
    await world.work();
    await org.delete(key("d"));
    await org.draft("test/open/a");
    const rows = async (filter = {}, limit = 10) => {
      const found: string[] = [];
      let after: Parameters<typeof listResourceRows>[3]["after"];
      do {
        const page = await listResourceRows(world.core, org.context, filter, { limit, after });
        found.push(...page.rows.map((row) => row.key));
        after = page.next;
      } while (after);
      return found;
    };
    const all = ["test/open/a", key("b"), key("c"), key("d")];
    expect([await rows(), await rows({}, 1), await rows({}, 4)]).toEqual([all, all, all]);
    expect(await rows({ lifecycle_state: "failed" })).toEqual([key("c")]);
    expect(await rows({ tags: ["x"] })).toEqual([key("b")]);
    expect(await rows({ q: "OPEN" })).toEqual(["test/open/a"]);
    expect(await rows({ q: "_" })).toEqual([]);

    const { rows: page } = await listResourceRows(world.core, org.context, {}, { limit: 10 });
    expect(page[1]).toEqual({
      id: "resource:test_item_b",
      key: key("b"),
      ...ref("b"),
      lifecycle_state: "ready",
      drift: "unknown",
      error: null,
      tags: ["x"],
      generation: 1,
      set: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
      stale: false,
      deleting: false,
      waits_for: null,
      next_attempt_at: null,
      place: "",
    });
    expect(page[2]).toMatchObject({ error: "no such luck", tags: null });
    expect(page[3]).toMatchObject({ lifecycle_state: "pending", deleting: true });
  });

  it("say what one of them waits for, while it does", async () => {
    await org.apply(key("a"), {}, { depends_on: [key("absent")] });
    await org.apply(key("b"), {}, { depends_on: [key("a")] });
    await org.apply(key("c"));
    await world.work();
    const waits = async () => {
      const { rows } = await listResourceRows(world.core, org.context, {}, { limit: 10 });
      return rows.map(({ name, waits_for }) => [name, waits_for]);
    };
    expect(await waits()).toEqual([
      ["a", { key: key("absent"), lifecycle_state: null }],
      ["b", { key: key("a"), lifecycle_state: "pending" }],
      ["c", null],
    ]);
    await org.apply(key("absent"));
    await world.work();
    expect((await waits()).map(([, awaited]) => awaited)).toEqual([null, null, null, null]);
  });

  it("say what is stale", async () => {
    await org.apply(key("base"), { value: 1 });
    await org.apply(key("user"), { value: "${test/item/base.outputs.value}" });
    await world.work();
    await org.apply(key("base"), { value: 2 });
    await (await world.hold(key("base"))).settle(succeed({ value: 2 }));
    const { rows } = await listResourceRows(world.core, org.context, {}, { limit: 10 });
    expect(rows.map(({ name, stale }) => [name, stale])).toEqual([
      ["base", false],
      ["user", true],
    ]);
  });
});

describe("relations", () => {
  it("are the resources one step away, whether they exist or not", async () => {
    await org.apply(key("base"));
    await org.apply(key("owner"));
    await org.apply(key("a"), {}, { depends_on: [key("base"), key("absent")], owner_references: [ref("owner")] });
    await org.draft(key("user"), {}, { depends_on: [key("a")] });
    await org.draft(key("child"), {}, { owner_references: [ref("a")] });
    await org.draft(key("far"), {}, { depends_on: [key("user")] });
    await world.work();
    const found = await getResourceRelations(world.core, org.context, "resource:test_item_a");
    const short = (list: RelatedResource[]) => list.map(({ key: of, lifecycle_state }) => `${of} ${lifecycle_state}`);
    expect({
      dependencies: short(found.dependencies),
      dependents: short(found.dependents),
      owners: short(found.owners),
      owned: short(found.owned),
    }).toEqual({
      dependencies: [`${key("absent")} null`, `${key("base")} ready`],
      dependents: [`${key("user")} draft`],
      owners: [`${key("owner")} ready`],
      owned: [`${key("child")} draft`],
    });
    expect(found.dependencies[0]?.id).toBe("resource:test_item_absent");
    expect(found.truncated).toBe(false);
  });

  it("are bounded, and say so", async () => {
    await org.draft(key("base"));
    await world.pool.query(
      `INSERT INTO edges (organization_id, from_key, to_key, kind)
       SELECT $1, 'test/item/user-' || n, $2, 'dependency' FROM generate_series(1, 501) n`,
      [org.id, key("base")],
    );
    const { dependents, truncated } = await getResourceRelations(world.core, org.context, key("base"));
    expect([dependents.length, truncated]).toEqual([500, true]);
  });

  it("are the organization's own", async () => {
    const other = world.organization();
    await other.draft(key("a"), {}, { depends_on: [key("b")] });
    await other.draft(key("b"));
    await org.draft(key("b"));
    await expect(getResourceRelations(world.core, org.context, key("a"))).rejects.toMatchObject({ code: "not_found" });
    expect((await getResourceRelations(world.core, org.context, key("b"))).dependents).toEqual([]);
  });
});

describe("suggestions", () => {
  it("list names that begin with the text, then keys that contain it", async () => {
    for (const name of ["db-main", "db-copy", "my-db", "Db-upper", "other"]) await org.draft(key(name));
    await org.draft("test/open/db-open");
    await world.organization().draft(key("db-foreign"));
    const suggest = async (text: string, more = {}) =>
      (await suggestResources(world.core, org.context, { text, limit: 10, ...more })).map(({ name }) => name);
    expect(await suggest("db")).toEqual(["db-copy", "db-main", "db-open", "Db-upper", "my-db"]);
    expect(await suggest("db", { limit: 2 })).toEqual(["db-copy", "db-main"]);
    expect(await suggest("db", { limit: 4 })).toEqual(["db-copy", "db-main", "db-open", "Db-upper"]);
    expect(await suggest("db", { resource: "item" })).toEqual(["db-copy", "db-main", "Db-upper", "my-db"]);
    expect(await suggest("db", { provider: "pragma" })).toEqual([]);
    expect(await suggest("test/open")).toEqual(["db-open"]);
    expect(await suggest("", { limit: 3 })).toEqual(["Db-upper", "db-copy", "db-main"]);
    expect(await suggest("%")).toEqual([]);
    expect(await suggest("_")).toEqual([]);
  });
});

describe("suggested references", () => {
  const suggest = async (text: string, wish = {}, limit = 50) => {
    const any = { field: "", types: [], format: null, sensitive: false };
    const query = { text, wish: { ...any, ...wish }, limit };
    return suggestReferences(world.core, org.context, query);
  };
  const names = async (...of: Parameters<typeof suggest>) =>
    (await suggest(...of)).candidates.map((found) => `${found.key}.${found.path}`);

  it("begin with what suits the field, among all resources, and show no value", async () => {
    for (const name of ["a", "b"]) await org.apply(key(name));
    for (let n = 0; n < 12; n++) await org.draft(`pragma/config/aa-${n}`);
    await org.apply("pragma/secret/s", { data: { password: "hidden-password" } });
    await world.organization().apply(key("foreign"));
    await world.work();

    expect((await names("", { field: "count", types: ["number"] })).slice(0, 2)).toEqual([
      `${key("a")}.count`,
      `${key("b")}.count`,
    ]);
    const secrets = await suggest("", { field: "password", types: ["string"], sensitive: true });
    expect(secrets.candidates.slice(0, 3)).toMatchObject([
      { key: "pragma/secret/s", path: "password", type: "string", sensitive: true, present: true, fits: true },
      { key: key("a"), path: "token", sensitive: true, present: false },
      { key: key("b"), path: "token", sensitive: true },
    ]);
    expect(JSON.stringify(secrets)).not.toContain("hidden-password");
    expect(JSON.stringify(secrets)).not.toContain("foreign");
    const plain = await suggest("", { field: "text", types: ["string"] });
    expect(plain.candidates[0]).toMatchObject({ key: key("a"), path: "text" });
    expect(plain.candidates.find(({ path }) => path === "count")?.fits).toBe(false);
  });

  it("are found by words of the key and of the path", async () => {
    await org.apply(key("main"));
    await org.apply(key("other"));
    await org.apply("pragma/config/c", { data: { region: "eu" } });
    await world.work();
    // Whatever resources are called: of types whose outputs are known, and of those that may have any.
    expect(await names("tok")).toEqual([`${key("main")}.token`, `${key("other")}.token`]);
    expect(await names("region")).toEqual(["pragma/config/c.region"]);
    expect(await names("main text")).toEqual([`${key("main")}.text`]);
    expect(await names(`${key("main")}.outputs.cou`)).toEqual([`${key("main")}.count`]);
    expect(await names("est/item/mai tok")).toEqual([`${key("main")}.token`]);
    expect(await names("nothing-like-it")).toEqual([]);
    expect(await names("", {}, 3)).toHaveLength(3);
  });

  it("begin with what other resources of the type refer to in the same field", async () => {
    for (const name of ["a", "z"]) await org.apply(key(name));
    await org.apply("pragma/config/one", { data: { list: [{ url: `\${${key("z")}.outputs.text}` }] } });
    await org.apply("pragma/config/two", { data: { list: [{}, { url: `\${${key("z")}.outputs.text}` }] } });
    await world.work();
    const at = async (...path: (string | number)[]) => {
      const wish = { field: "url", types: ["string"], format: null, sensitive: false };
      const place = { provider: "pragma", resource: "config", path };
      const { candidates } = await suggestReferences(world.core, org.context, { text: "item", wish, place, limit: 50 });
      return candidates.slice(0, 2).map((found) => [`${found.key}.${found.path}`, found.used_by]);
    };
    expect(await at("data", "list", 7, "url")).toEqual([
      [`${key("z")}.text`, 2],
      [`${key("a")}.text`, 0],
    ]);
    expect(await at("data", "other")).toEqual([
      [`${key("a")}.text`, 0],
      [`${key("z")}.text`, 0],
    ]);
  });

  it("begin with an output that was typed in full, whatever suits better and however many there are", async () => {
    const data = (name: string) => ({ data: { host: name, hostname: name } });
    await org.apply("pragma/config/db", data("db"));
    for (let n = 0; n < 4; n++) await org.apply(`pragma/config/db-${n}`, data(`${n}`));
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`k${n}`, n]));
    await org.apply("pragma/config/many", { data: { ...many, "first.name": "Ada" } });
    await world.work();
    const wish = { field: "hostname", types: ["string"] };
    expect(await names("pragma/config/db.outputs.host", wish, 3)).toEqual([
      "pragma/config/db.host",
      "pragma/config/db.hostname",
      "pragma/config/db-0.hostname",
    ]);
    expect((await names("pragma/config/many.outputs.k119", wish, 1))[0]).toBe("pragma/config/many.k119");
    expect(await names("pragma/config/many.outputs.first.name", wish, 1)).toEqual(["pragma/config/many.first.name"]);
  });

  it("offer to make what was typed in full, unless it exists", async () => {
    await org.apply(key("main"));
    const missing = async (text: string) => (await suggest(text, { field: "x", types: ["string"] })).missing;
    expect(await missing("pragma/secret/new.one.outputs.url")).toMatchObject({
      ...{ name: "new.one", path: "url", open: true },
    });
    expect(await missing(key("new"))).toMatchObject({ provider: "test", resource: "item", name: "new", open: false });
    expect(await missing(`${key("new")}.outputs.text`)).toMatchObject({ path: "text", open: false });
    const nothing = ["test/absent/a", "test/item", "some words", "", key("main"), `${key("main")}.outputs.text`];
    const unfit = [`${key("new")}.outputs`, `${key("new")}.outputs.none`];
    for (const text of [...nothing, ...unfit]) expect(await missing(text), text).toBeNull();
  });

  it("name the types that could make what is missing", async () => {
    const made = async (wish: object) =>
      (await suggest("", wish)).makers.map(({ provider, resource, path }) => `${provider}/${resource}.${path}`);
    expect(await made({ field: "password", types: ["string"], sensitive: true })).toEqual(
      expect.arrayContaining(["pragma/secret.", "test/item.token"]),
    );
    const plain = await made({ field: "url", types: ["string"], format: null });
    expect(plain[0]).toBe("pragma/file.url");
    expect(plain).toContain("pragma/config.");
    expect(plain).not.toContain("pragma/secret.");
  });
});

describe("outputs of a resource", () => {
  const outputs = async (of: string) => {
    const { paths, lifecycle_state } = await getOutputPaths(world.core, org.context, of);
    return { state: lifecycle_state, paths: paths.map(({ path, sensitive, present }) => [path, sensitive, present]) };
  };

  it("are those of its schema, even before it exists", async () => {
    const schema = [
      ["count", false, false],
      ["other", false, false],
      ["text", false, false],
      ["token", true, false],
      ["value", false, false],
    ];
    expect(await outputs(key("a"))).toEqual({ state: null, paths: schema });
  });

  it("include those that exist, and show no value", async () => {
    world.provider.answer(
      key("a"),
      succeed({ value: { "tls.crt": "inner-value", list: [1] }, token: "a-token-value" }),
    );
    await org.apply(key("a"));
    await org.apply("pragma/secret/s", { data: { password: "hidden-password" } });
    await world.work();
    const { state, paths } = await outputs(key("a"));
    expect(state).toBe("ready");
    expect(paths).toContainEqual(["value", false, true]);
    expect(paths).toContainEqual(["value.tls.crt", false, true]);
    expect(paths).toContainEqual(["value.list", false, true]);
    expect(paths).toContainEqual(["token", true, true]);
    expect(await outputs("pragma/secret/s")).toEqual({
      state: "ready",
      paths: [
        ["keys", false, true],
        ["password", true, true],
      ],
    });
    const all = JSON.stringify(await getOutputPaths(world.core, org.context, key("a")));
    expect(all).not.toMatch(/inner-value|a-token-value/);
  });

  it("are none for an unknown key, and an error for an invalid one", async () => {
    expect(await outputs("nobody/item/a")).toEqual({ state: null, paths: [] });
    await expect(getOutputPaths(world.core, org.context, "nonsense")).rejects.toMatchObject({
      code: "validation_failed",
    });
  });
});

describe("tags in use", () => {
  it("are counted, the most used first, only the organization's own", async () => {
    await org.draft(key("a"), {}, { tags: ["x", "y"] });
    await org.draft(key("b"), {}, { tags: ["y", "z"] });
    await org.draft(key("c"));
    await world.organization().draft(key("a"), {}, { tags: ["foreign"] });
    expect(await listTags(world.core, org.context)).toEqual([
      { tag: "y", count: 2 },
      { tag: "x", count: 1 },
      { tag: "z", count: 1 },
    ]);
  });
});
