import { LIST_SORTS, type ListSort } from "@pragma/contract";
import { appendLogs } from "@pragma/core/logs";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Organization } from "../../core/test/support/organization.ts";
import { reject } from "../../core/test/support/script.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import type { RouterInputs } from "../src/index.ts";
import { type Caller, callerOf, join, refusal } from "./support/callers.ts";

const MASK = "********";
let world: World;
let org: Organization;
let caller: Caller;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  caller = callerOf(world, org.context);
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const id = (name: string) => `resource:test_item_${name}`;
const ref = (name: string) => ({ provider: "test", resource: "item", name });

describe("resources", () => {
  it("that wait can be corrected, as the change that the editor applies can", async () => {
    const wait = { ...ref("a"), config: { value: "${test/item/absnet.outputs.value}" } };
    await caller.resources.applyOne({ ...wait, lifecycle_state: "pending" });
    const corrected = { ...ref("a"), config: { value: 1 } };
    expect(await caller.resources.preview({ ...corrected, lifecycle_state: "pending" })).toMatchObject({
      verdict: "change",
      queues: "CREATE",
      refusal: null,
    });
    expect(await caller.resources.preview({ ...corrected, lifecycle_state: "draft" })).toMatchObject({
      verdict: "refused",
      refusal: { code: "change_in_flight" },
    });
  });

  it("are applied, read and changed by their tag, masked all the way", async () => {
    const input = { ...ref("a"), config: { value: 1, secret: "kept-from-view" }, lifecycle_state: "pending" as const };
    expect(await caller.resources.preview(input)).toMatchObject({ verdict: "create", queues: "CREATE" });
    const created = await caller.resources.applyOne(input);
    expect(created.resource).toMatchObject({
      id: id("a"),
      config: { value: 1, secret: MASK },
      lifecycle_state: "pending",
    });
    await world.work();
    const { resource, etag } = await caller.resources.get({ id: id("a") });
    expect(resource.lifecycle_state).toBe("ready");
    const again = { ...ref("a"), config: resource.config, tags: ["x"] };
    const changed = await caller.resources.applyOne({ ...again, ifMatch: etag });
    expect(changed.resource.tags).toEqual(["x"]);
    expect(await refusal(caller.resources.applyOne({ ...again, ifMatch: etag }))).toEqual({
      code: "PRECONDITION_FAILED",
      domain: "precondition_failed",
    });
    expect(await refusal(caller.resources.applyOne({ ...again, ifNoneMatch: "*" }))).toMatchObject({
      domain: "precondition_failed",
    });
    expect((await caller.resources.status({ id: id("a") })).lifecycle_state).toBe("ready");
  });

  it("tell which of their dependencies are explicit, though a reference has them, too", async () => {
    await caller.resources.applyOne({ ...ref("a"), config: {} });
    const config = { value: `\${${key("a")}.outputs.value}`, secret: `\${${key("b")}.outputs.text} behind a mask` };
    await caller.resources.applyOne({ ...ref("user"), config, depends_on: [key("a"), key("c")] });
    const { resource, explicit } = await caller.resources.get({ id: id("user") });
    expect(explicit).toEqual([key("a"), key("c")]);
    expect(resource.dependencies.map(({ name }) => name)).toEqual(["a", "c", "b"]);
  });

  it("are revealed to those who may see them, and that is audited", async () => {
    await org.draft(key("a"), { secret: "kept-from-view" });
    const { resource } = await caller.resources.reveal({ id: id("a") });
    expect(resource.config).toEqual({ secret: "kept-from-view" });
    expect(await world.count("audit_entries", `organization_id = '${org.id}' AND action = 'resource.reveal'`)).toBe(1);
    const { caller: member } = await join(world, "member", undefined);
    expect(await refusal(member.resources.reveal({ id: id("a") }))).toMatchObject({ domain: "missing_scope" });
  });

  it("reveal a single value, and the audit log names it", async () => {
    await org.draft(key("a"), { secret: "kept-from-view", other: "plain" });
    const reveal = (address: string) => caller.resources.revealValue({ id: id("a"), address });
    expect(await reveal("config.secret")).toEqual({ "config.secret": "kept-from-view" });
    const audited = `organization_id = '${org.id}' AND action = 'resource.reveal'`;
    expect(await world.count("audit_entries", `${audited} AND details::text LIKE '%["config.secret"]%'`)).toBe(1);
    expect(await reveal('.config["secret"]')).toEqual({ "config.secret": "kept-from-view" });
    expect(await world.count("audit_entries", `${audited} AND details::text LIKE '%["config.secret"]%'`)).toBe(2);
    for (const address of ["config.absent", "tags", "error", "config[", "config.__proto__", "config.constructor"]) {
      expect(await refusal(reveal(address))).toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await world.count("audit_entries", audited)).toBe(2);
  });

  it("are listed page by page", async () => {
    for (const name of ["c", "a", "b"]) await org.draft(key(name));
    const first = await caller.resources.list({ limit: 2 });
    expect(first.items.map(({ name }) => name)).toEqual(["a", "b"]);
    const second = await caller.resources.list({ limit: 2, cursor: first.nextCursor });
    expect(second).toMatchObject({ items: [{ name: "c" }], nextCursor: null });
    expect((await caller.resources.list({ q: "B", provider: "test" })).items).toHaveLength(1);
    expect(await refusal(caller.resources.list({ limit: 201 }))).toMatchObject({ code: "BAD_REQUEST" });
  });

  it("are listed in any order, page by page", async () => {
    await org.apply("test/open/b");
    await world.work();
    await org.draft(key("c"));
    await org.draft(key("a"));
    const names = async (sort: ListSort): Promise<string> => {
      let found = "";
      let cursor: RouterInputs["resources"]["list"]["cursor"];
      do {
        const page = await caller.resources.list({ sort, limit: 1, cursor });
        found += page.items[0]?.name ?? "";
        cursor = page.nextCursor;
      } while (cursor);
      return found;
    };
    const orders = await Promise.all(LIST_SORTS.map(async (sort) => [sort, await names(sort)]));
    expect(Object.fromEntries(orders)).toEqual({
      ...{ name: "abc", "-name": "cba", type: "acb", "-type": "bca", state: "acb", "-state": "bac" },
      ...{ created: "bca", "-created": "acb", updated: "bca", "-updated": "acb" },
    });
    const { nextCursor } = await caller.resources.list({ sort: "name", limit: 1 });
    const other = caller.resources.list({ sort: "created", limit: 1, cursor: nextCursor });
    expect(await refusal(other)).toMatchObject({ code: "BAD_REQUEST" });
  });

  it("are read again as a window of a list: what is looked at, and what is new up to its end", async () => {
    for (const name of ["a", "b", "c", "d"]) await org.draft(key(name), {}, { tags: ["x"] });
    const { items, nextCursor } = await caller.resources.list({ tags: ["x"], limit: 2 });
    expect(items.map(({ name, place }) => `${name}${place}`)).toEqual(["a", "b"]);
    await org.draft(key("a"), {}, { tags: ["y"] });
    await org.draft(key("ab"), {}, { tags: ["x"] });
    await org.draft(key("aa"), {}, { tags: ["y"] });
    const window = { tags: ["x"], until: nextCursor };
    const { rows, news } = await caller.resources.rows({
      ...window,
      keys: [key("a"), key("b"), key("gone")],
      news: [key("aa"), key("ab"), key("d"), key("never")],
    });
    expect(rows.map(({ name, tags, place }) => [name, tags, place]).sort()).toEqual([
      ["a", ["y"], null],
      ["b", ["x"], ""],
    ]);
    expect(news).toEqual([{ id: id("ab"), place: "" }]);
    // The page itself, up to the same end, although it has more rows by now.
    const again = await caller.resources.list({ ...window, first: 1, limit: 200 });
    expect([again.items.map(({ name }) => name), again.nextCursor]).toEqual([["ab", "b"], null]);

    // Two of one millisecond are in the order of their names.
    await world.pool.query("UPDATE resources SET updated_at = updated_at + interval '1 second' WHERE key = $1", [
      key("aa"),
    ]);
    const [latest] = (await caller.resources.list({ sort: "-updated", limit: 1 })).items;
    expect(latest).toMatchObject({ name: "aa", place: latest?.updated_at });
    expect(await refusal(caller.resources.rows({ sort: "updated", until: nextCursor, keys: [] }))).toMatchObject({
      code: "BAD_REQUEST",
    });
    const tooMany = { keys: Array<string>(101).fill(key("a")), news: Array<string>(100).fill(key("b")) };
    expect(await refusal(caller.resources.rows(tooMany))).toMatchObject({ code: "BAD_REQUEST" });
  });

  it("are counted for each choice under the other filters", async () => {
    await org.draft(key("a"), {}, { tags: ["x", "y"] });
    await org.draft(key("b"), {}, { tags: ["x"] });
    await org.apply("test/open/c", {}, { tags: ["y"] });
    await world.work();
    expect(await caller.resources.facets({})).toEqual({
      by_type: { "test/item": 2, "test/open": 1 },
      by_state: { draft: 2, ready: 1 },
      by_drift: { unknown: 3 },
      by_tag: { x: 2, y: 2 },
      by_set: {},
      total: 3,
    });
    expect(await caller.resources.facets({ lifecycle_state: "draft", tags: ["y"] })).toEqual({
      by_type: { "test/item": 1 },
      by_state: { draft: 1, ready: 1 },
      by_drift: { unknown: 1 },
      by_tag: { x: 1, y: 1 },
      by_set: {},
      total: 1,
    });
    const typed = await caller.resources.facets({ provider: "test", resource: "open", lifecycle_state: "draft" });
    expect(typed).toMatchObject({ by_type: { "test/item": 2 }, by_state: { ready: 1 }, by_tag: {}, total: 0 });
  });

  it("are edited, deleted and retried by a filter", async () => {
    await org.draft(key("a"), {}, { tags: ["x"] });
    await org.draft(key("b"), {}, { tags: ["x"] });
    await org.draft(key("c"));
    const filter = { tags: ["x"] };
    const edit = await caller.changes.planEdit({ filter, add_tags: ["y"] });
    expect(edit.actions.map(({ resource }) => resource.name)).toEqual(["a", "b"]);
    const deletion = await caller.changes.planDeletion({
      filter,
      dependents: "cascade",
      message: "Delete 2 resources",
    });
    expect(deletion).toMatchObject({ message: "Delete 2 resources", counts: { delete: 2, refuse: 0 } });
    // The filter matches another selection now than the one that was seen.
    const seen = await caller.changes.previewDeletion({ filter });
    await org.draft(key("d"), {}, { tags: ["x"] });
    const asSeen = { filter, apply: true, basis: seen.basis };
    await expect(caller.changes.planDeletion(asSeen)).rejects.toMatchObject({ cause: { code: "stale_preview" } });
    const { basis } = await caller.changes.previewEdit({ filter, remove_tags: ["x"] });
    const applied = await caller.changes.planEdit({ filter, remove_tags: ["x"], apply: true, basis });
    expect(applied).toMatchObject({ counts: { update: 3 }, source: { kind: "dashboard" } });
    await caller.changes.planEdit({ resources: ["a", "b"].map(key), add_tags: ["x"], apply: true });
    await org.delete(key("d"));
    await world.work();
    expect(await caller.resources.retryFailed({ filter })).toEqual({ retried: 0, refused: [], left: 0 });
    expect((await caller.resources.list({ lacking: "tags" })).items.map(({ name }) => name)).toEqual(["c"]);
    expect((await caller.resources.groups({ by: "tag" })).groups.map(({ name, total }) => [name, total])).toEqual([
      ["x", 2],
      ["", 1],
    ]);
  });

  it("are deleted by a change, cancelled and tried again", async () => {
    await org.apply(key("base"));
    await org.apply(key("user"), {}, { depends_on: [key("base")] });
    await world.work();
    const refused = await caller.changes.plan({ delete: [{ resource: id("base") }] });
    expect(refused).toMatchObject({ counts: { refuse: 1 }, actions: [{ issues: [{ type: "has_dependents" }] }] });
    const plan = await caller.changes.plan({ delete: [{ resource: id("base"), dependents: "cascade" }] });
    expect(plan.counts).toMatchObject({ delete: 2, refuse: 0 });
    await caller.changes.applyPlan({ id: plan.id });
    const { resource } = await caller.resources.get({ id: id("base") });
    expect(resource.conditions.map(({ type }) => type)).toContain("Deleting");
    expect((await caller.resources.cancel({ id: id("user") })).resource.lifecycle_state).toBe("failed");
    expect((await caller.resources.retry({ id: id("user") }))?.resource.lifecycle_state).toBe("pending");
    await world.work();
    expect((await caller.resources.list({})).items).toEqual([]);
  });

  it("have a history, relations and a graph", async () => {
    await org.draft(key("base"));
    for (let count = 0; count < 3; count++) await org.draft(key("a"), { count }, { depends_on: [key("base")] });
    const first = await caller.resources.history({ id: id("a"), limit: 2 });
    const second = await caller.resources.history({ id: id("a"), limit: 2, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map(({ generation }) => generation)).toEqual([3, 2, 1]);
    expect(second.nextCursor).toBeNull();
    expect((await caller.resources.relations({ id: id("a") })).dependencies).toMatchObject([{ key: key("base") }]);
    expect((await caller.resources.graph({ root: id("a"), direction: "upstream" })).edges).toHaveLength(1);
    expect((await caller.resources.graph()).nodes).toHaveLength(2);
  });

  it("help whoever writes references", async () => {
    await org.apply(key("a"), { value: 1 }, { tags: ["x"] });
    await world.work();
    expect(await caller.resources.suggest({ q: "a" })).toMatchObject([{ key: key("a"), lifecycle_state: "ready" }]);
    expect(await caller.resources.suggest({})).toHaveLength(1);
    expect((await caller.resources.outputsOf({ key: key("a") })).paths).toContainEqual(
      expect.objectContaining({ path: "value", present: true }),
    );
    expect(await caller.resources.tags()).toEqual([{ tag: "x", count: 1 }]);
    const types = await caller.resources.types({ provider: "test" });
    expect(types.map(({ resource }) => resource)).toEqual(["item", "open"]);
    expect(types[0]?.schema).toMatchObject({ type: "object" });
  });

  it("report failures as data", async () => {
    expect(await refusal(caller.resources.get({ id: id("nobody") }))).toEqual({
      code: "NOT_FOUND",
      domain: "not_found",
    });
    expect(await refusal(caller.resources.health({ id: id("nobody") }))).toMatchObject({ domain: "not_found" });
    world.provider.answer(key("a"), reject("no such luck"));
    await org.apply(key("a"));
    await world.work();
    expect((await caller.resources.get({ id: id("a") })).resource.error).toBe("no such luck");
    const nul = caller.resources.applyOne({ ...ref("b"), config: { text: "a\0b" } });
    expect(await refusal(nul)).toEqual({ code: "UNPROCESSABLE_CONTENT", domain: "validation_failed" });
    expect(await refusal(caller.resources.list({ q: "a\0b" }))).toMatchObject({ domain: "validation_failed" });
  });
});

describe("resources.followLogs", () => {
  const line = (message: string) => ({
    timestamp: new Date().toISOString(),
    level: "info" as const,
    message,
    metadata: null,
  });

  it("gives existing and new lines, many at once, until the client leaves", async () => {
    const client = new AbortController();
    onTestFinished(() => client.abort());
    const { caller: reader, organizationId } = await join(world, "viewer", undefined, client.signal);
    const write = (...messages: string[]) =>
      appendLogs(world.core, { organizationId, resourceKey: key("a"), eventId: null, entries: messages.map(line) });
    await callerOf(world, { ...org.context, organizationId }).resources.applyOne({ ...ref("a"), config: {} });
    await write("before");
    const stream = (await reader.resources.followLogs({ id: id("a") }))[Symbol.asyncIterator]();
    expect((await stream.next()).value).toEqual({ fresh: true, entries: [] });
    expect((await stream.next()).value).toMatchObject({ fresh: false, entries: [{ message: "before" }] });
    await write(...Array.from({ length: 100 }, (_, index) => `line ${index}`));
    expect((await stream.next()).value).toMatchObject({ entries: { length: 100 } });
    const [last] = await reader.resources.logs({ id: id("a"), tail: 1 });
    expect(last?.message).toBe("line 99");
    const ended = stream.next();
    client.abort();
    expect((await ended).done).toBe(true);
    expect(world.core.services.callerWatch.watched).toBe(0);
  });

  it("gives the lines of one attempt alone", async () => {
    const client = new AbortController();
    onTestFinished(() => client.abort());
    const { caller: reader, organizationId } = await join(world, "viewer", undefined, client.signal);
    const eventId = crypto.randomUUID();
    const write = (attempt: number, message: string) =>
      appendLogs(world.core, {
        organizationId,
        resourceKey: key("a"),
        eventId,
        attempt,
        entries: [line(message)],
      });
    await callerOf(world, { ...org.context, organizationId }).resources.applyOne({ ...ref("a"), config: {} });
    await write(1, "of the first");
    await write(2, "of the second");
    const query = { id: id("a"), event_id: eventId, attempt: 2 };
    const stream = (await reader.resources.followLogs(query))[Symbol.asyncIterator]();
    await stream.next();
    expect((await stream.next()).value).toMatchObject({ entries: [{ message: "of the second" }] });
    await write(1, "late");
    await write(2, "further");
    expect((await stream.next()).value).toMatchObject({ entries: [{ message: "further" }] });
  });

  it("is refused at once for an absent resource", async () => {
    expect(await refusal(caller.resources.followLogs({ id: id("nobody") }))).toMatchObject({ domain: "not_found" });
    expect(world.core.services.callerWatch.watched).toBe(0);
  });
});
