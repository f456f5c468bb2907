import { findQueue } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getChangeGraph } from "../src/changes/index.ts";
import { applySubResource } from "../src/processing/sub-resources/index.ts";
import { explainResource, listResourceRows } from "../src/resources/read/index.ts";
import { Changes, summary } from "./support/changes.ts";
import { A, DEFAULT, MAIN, OTHER, ref, TYPES, thing, urlOf } from "./support/connections.ts";
import type { Organization } from "./support/organization.ts";
import { deployed } from "./support/provider.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
  await deployed(world, "link", TYPES);
});
afterAll(() => world.close());

async function connect(...keys: string[]): Promise<void> {
  for (const key of keys) await org.apply(key, urlOf(key));
  await world.work();
}

describe("the default connection", () => {
  it("is none for what its own change creates as it deletes that", async () => {
    await connect(DEFAULT);
    const going = [{ resource: (await org.get(DEFAULT)).id }];
    const plan = await changes.plan({ documents: [thing("a")], delete: going });
    expect(summary(plan)).toEqual([`create ${A}`, `delete ${DEFAULT}`]);
    await changes.apply(plan.id);
    expect((await changes.finish(plan.id)).status).toBe("succeeded");
    expect(await org.get(A)).toMatchObject({ connection: null });
  });

  it("makes a plan stale that was made with it", async () => {
    await connect(DEFAULT);
    const plan = await changes.plan({ documents: [thing("a")] });
    await org.delete(DEFAULT);
    await world.work();
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "stale_plan" });
  });

  it("is none for a sub-resource whose owner has none", async () => {
    await connect(DEFAULT);
    await org.apply(A, {}, { connection: null });
    const { claim, settle } = await world.hold(A);
    await applySubResource(world.core, claim, { provider: "link", resource: "thing", config: {}, name: "part" });
    await settle({ kind: "succeeded", outputs: {}, subResources: ["link/thing/part"] });
    expect(await org.get("link/thing/part")).toMatchObject({ connection: null });
  });

  it("is none for what a revert brings back from an earlier release", async () => {
    await org.apply(A);
    await world.work();
    const { id } = await changes.applyNow({ delete: [{ resource: (await org.get(A)).id }] });
    await changes.finish(id);
    await world.pool.query(
      `UPDATE change_actions SET snapshot = replace(snapshot::text, '"connection":null,', '')::json WHERE change_id = $1`,
      [id],
    );
    await connect(DEFAULT);
    const revert = await changes.revert(id);
    await changes.finish((await changes.apply(revert.id)).id);
    expect(await org.get(A)).toMatchObject({ connection: null, lifecycle_state: "ready" });
  });
});

describe("another config of a connection", () => {
  it("touches none of its users and plans nothing for them, also with other outputs, unless one refers to those", async () => {
    world.provider.always(MAIN, ({ config }) => ({ kind: "succeeded", outputs: { at: config["url"] ?? null } }));
    await connect(MAIN);
    const [b, c] = ["link/thing/b", "link/thing/c"];
    await org.apply(A, {}, { connection: "main" });
    await org.apply(b, {}, { connection: "main", depends_on: [MAIN] });
    await org.apply(c, { at: `\${${MAIN}.outputs.at}` }, { connection: "main" });
    await world.work();
    world.provider.take();
    const versions = async () => (await Promise.all([A, b].map((key) => org.row(key)))).map((row) => row?.version);
    const before = await versions();
    const { id, actions } = await changes.applyNow({
      documents: [{ ...ref("main"), config: { url: "server://new" } }],
    });
    expect(actions.map(({ resource }) => resource.name)).toEqual(["main", "c"]);
    await changes.finish(id);
    expect(world.provider.take()).toEqual([`${MAIN} UPDATE`, `${c} UPDATE`]);
    expect(await versions()).toEqual(before);
  });
});

describe("the graph of a change", () => {
  it("shows the connection of before and that of after", async () => {
    await connect(MAIN, OTHER);
    await org.apply(A, {}, { connection: "main" });
    await world.work();
    const { id } = await changes.applyNow({ documents: [thing("a", { connection: "other" })] });
    await changes.finish(id);
    const { edges } = await getChangeGraph(world.core, org.context, id);
    expect(edges.map(({ to, presence }) => [to, presence]).sort()).toEqual([
      ["resource:link_connection_main", "before"],
      ["resource:link_connection_other", "after"],
    ]);
  });
});

describe("what waits because its connection is of another provider", () => {
  it("is shown as waiting for that in lists and the queue", async () => {
    await deployed(world, "chain", TYPES);
    await connect("chain/connection/main");
    await org.apply(A, {}, { connection: "chain/connection/main" });
    await world.work();
    const { rows } = await listResourceRows(world.core, org.context, { provider: "link" }, { limit: 10 });
    expect(rows).toMatchObject([{ waits_for: { key: "chain/connection/main", lifecycle_state: "ready" } }]);
    expect(await findQueue(world.core.db.tenant(org.id))).toMatchObject({ queued: 0, waiting: 1 });
  });

  it("is explained by that, whatever state that connection is in, also to what waits for it", async () => {
    await deployed(world, "chain", TYPES);
    const used = "chain/connection/main";
    await org.apply(A, {}, { connection: used });
    await org.apply("link/thing/b", {}, { depends_on: [A] });
    await world.work();
    const explain = async (key: string) => {
      const { way } = await explainResource(world.core, org.context, key);
      return way.map(({ key: at, cause, unfit_connection }) => [at, cause, unfit_connection]);
    };
    expect(await explain(A)).toEqual([[A, "unfit", used]]);
    await connect(used);
    expect(await explain(A)).toEqual([[A, "unfit", used]]);
    expect(await explain("link/thing/b")).toEqual([
      ["link/thing/b", "waits", null],
      [A, "unfit", used],
    ]);
  });
});
