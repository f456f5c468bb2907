import { putBootstrapToken } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { hashSecret } from "../../src/identity/access/secret.ts";
import { bootstrapTokenId } from "../../src/identity/bootstrap/bootstrap-token-id.ts";
import {
  countByState,
  listActivity,
  readChecklist,
  readQueue,
  readSeries,
} from "../../src/operations/overview/index.ts";
import { retryResource } from "../../src/resources/recover/index.ts";
import { Changes } from "../support/changes.ts";
import { addMember, tokenOf } from "../support/member.ts";
import type { Organization } from "../support/organization.ts";
import { deployed, typeOf } from "../support/provider.ts";
import { fail, reject, succeed } from "../support/script.ts";
import { writeChanges } from "../support/stream.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ retryBaseDelayMs: 60_000 });
});
beforeEach(async () => {
  await world.elapse();
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;

/** Those that would have a worker build and deploy what was built and deployed by hand. */
async function dropJobs(): Promise<void> {
  await world.pool.query("DELETE FROM graphile_worker._private_jobs");
}

describe("counts", () => {
  const counts = () => countByState(world.core, org.context);

  it("are by state and provider, only the organization's own", async () => {
    await org.apply(key("a"));
    world.provider.answer(key("b"), reject());
    await org.apply(key("b"));
    await world.work();
    await org.draft(key("c"));
    await org.draft("pragma/config/c", { data: {} });
    await org.apply(key("d"), { value: "${test/item/absent.outputs.value}" });
    await world.organization().draft(key("foreign"));
    const none = { draft: 0, pending: 0, processing: 0, ready: 0, failed: 0 };
    expect(await counts()).toEqual({
      total: 5,
      by_state: { ...none, draft: 2, ready: 1, failed: 1, pending: 1 },
      by_provider: [
        { provider: "pragma", total: 1, by_state: { ...none, draft: 1 } },
        { provider: "test", total: 4, by_state: { ...none, draft: 1, ready: 1, failed: 1, pending: 1 } },
      ],
    });
  });

  it("follow what changes", async () => {
    expect((await counts()).total).toBe(0);
    await org.draft(key("a"));
    // An answer is given again for ten times as long as it took.
    await vi.waitFor(async () => expect((await counts()).total).toBe(1), { timeout: 40_000 });
  });
});

describe("activity", () => {
  it("is what came of each change, with who began it", async () => {
    await org.apply(key("a"), { secret: "kept-from-view" });
    await org.draft(key("b"), { secret: "kept-from-view" });
    await world.organization().draft(key("foreign"));
    await world.work();
    const activity = await listActivity(world.core, org.context, 3);
    expect(activity.map((entry) => `${entry.key} ${entry.from_state}>${entry.to_state}`)).toEqual([
      `${key("a")} processing>ready`,
      `${key("b")} null>draft`,
    ]);
    for (const { begun_at, timestamp } of activity) {
      expect(Date.parse(begun_at ?? "")).toBeLessThanOrEqual(Date.parse(timestamp));
    }
    expect(activity[0]).toMatchObject({ resource_id: "resource:test_item_a", actor: { name: "Ann" }, error: null });
    expect(await listActivity(world.core, org.context, 1)).toHaveLength(1);
    expect(JSON.stringify(activity)).not.toContain("kept-from-view");
  });

  it("begins anew with a retry", async () => {
    world.provider.answer(key("a"), reject("gone"));
    await org.apply(key("a"));
    await world.work();
    const [failed] = await listActivity(world.core, org.context, 1);
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(failed?.timestamp ?? "")));
    await retryResource(world.core, org.context, key("a"));
    await world.work();
    const [retried] = await listActivity(world.core, org.context, 1);
    expect(retried).toMatchObject({ id: failed?.id, to_state: "ready" });
    expect(Date.parse(retried?.begun_at ?? "")).toBeGreaterThanOrEqual(Date.parse(failed?.timestamp ?? ""));
  });

  it("begins with what takes the place of something that was pending", async () => {
    world.provider.answer(key("a"), fail("down"));
    await org.apply(key("a"));
    await world.work();
    await org.delete(key("a"));
    await world.elapse();
    await world.work();
    const [gone, kept] = await listActivity(world.core, org.context, 2);
    expect(gone).toMatchObject({ key: key("a"), event_type: "DELETE", to_state: null });
    expect(Date.parse(gone?.begun_at ?? "")).toBeGreaterThanOrEqual(Date.parse(kept?.timestamp ?? ""));
  });

  it("does not know when something began that has fallen out of what it looks through", async () => {
    await org.apply(key("a"));
    await writeChanges(world.pool, org.id, 500);
    await world.work();
    const [done] = await listActivity(world.core, org.context, 1);
    expect(done).toMatchObject({ key: key("a"), to_state: "ready", begun_at: null });
  });

  it("counts attempts, and the resources of a change", async () => {
    world.provider.answer(key("a"), fail("down"), reject("gone"));
    await org.apply(key("a"));
    await world.work();
    await world.elapse();
    await world.work();
    world.provider.answer(key("c"), reject("no"));
    const documents = ["b", "c", "d"].map((name) => ({ provider: "test", resource: "item", name, config: {} }));
    const { id } = await new Changes(world).applyNow({ documents });
    await world.work();
    expect(await listActivity(world.core, org.context, 5)).toMatchObject([
      { change_id: id, resources: 3, attempts: 3, failed: 1, actor: { name: "Ann" } },
      { key: key("a"), to_state: "failed", error: "gone", resources: 1, attempts: 2, failed: 1, change_id: null },
    ]);
  });
});

describe("the series", () => {
  async function totals(hours: 1 | 24 | 168) {
    const { buckets } = await readSeries(world.core, org.context, hours);
    const sum = (of: "applied" | "succeeded" | "failed") => buckets.reduce((total, bucket) => total + bucket[of], 0);
    return { applied: sum("applied"), succeeded: sum("succeeded"), failed: sum("failed") };
  }

  it("counts requests and their outcomes, with propagation only among the outcomes", async () => {
    await org.apply(key("base"), { value: 1 });
    await org.apply(key("user"), { value: "${test/item/base.outputs.value}" });
    await world.work();
    await org.apply(key("base"), { value: 2 });
    await world.work();
    world.provider.answer(key("bad"), fail(), reject());
    await org.apply(key("bad"));
    await world.work();
    await world.elapse();
    await world.work();
    await org.draft(key("idea"));
    await world.organization().apply(key("foreign"));
    await world.work();
    expect(await totals(1)).toEqual({ applied: 4, succeeded: 4, failed: 1 });
    await org.delete(key("user"));
    await world.work();
    expect(await totals(24)).toEqual({ applied: 5, succeeded: 5, failed: 1 });
    expect(await totals(168)).toEqual({ applied: 5, succeeded: 5, failed: 1 });
  });

  it.each([
    [1, 60, 1],
    [24, 48, 30],
    [168, 84, 120],
  ] as const)(
    "of %i hours has all its buckets, the empty ones too, each in its place",
    async (hours, count, minutes) => {
      const write = async (ago: string) => {
        const { rows } = await world.pool.query<{ at: Date }>(
          `INSERT INTO resource_changes
           (organization_id, resource_key, timestamp, event_type, from_state, to_state, generation, actor, correlation_id)
         VALUES ($1, 'test/item/a', now() - $2::interval, 'UPDATE', 'processing', 'ready', 1, '{}', 'c')
         RETURNING timestamp AS at`,
          [org.id, ago],
        );
        return rows[0]?.at.getTime() ?? 0;
      };
      const span = hours * 60;
      const written: number[] = [];
      for (const ago of [0, 0, minutes, 3 * minutes, span - 2, span - 1, span, span + 2]) {
        written.push(await write(`${ago} minutes`));
      }
      const series = await readSeries(world.core, org.context, hours);
      expect([series.minutes, series.buckets.length]).toEqual([minutes, count]);
      // Held against their own starts, so that a minute which ends meanwhile changes nothing.
      for (const { start, succeeded } of series.buckets) {
        const since = Date.parse(start);
        const within = written.filter((at) => at >= since && at < since + minutes * 60_000);
        expect([start, succeeded]).toEqual([start, within.length]);
      }
      expect(series.buckets.some(({ succeeded }) => succeeded > 1)).toBe(true);
      const starts = series.buckets.map(({ start }) => Date.parse(start));
      expect(starts.every((start, index) => index === 0 || start - (starts[index - 1] ?? 0) === minutes * 60_000)).toBe(
        true,
      );
    },
  );
});

describe("the queue", () => {
  it("says what waits for what", async () => {
    world.provider.answer(key("again"), fail());
    await org.apply(key("again"));
    world.provider.answer(key("bad"), reject());
    await org.apply(key("bad"));
    await org.draft(key("idea"));
    await world.work();
    await org.apply(key("waits"), {}, { depends_on: [key("idea")] });
    await org.apply(key("waits-too"), {}, { depends_on: [key("absent")] });
    await world.work();
    await org.apply(key("held"));
    const held = await world.hold(key("held"));
    await org.apply(key("queued"));
    await world.organization().apply(key("foreign"));
    await world.pool.query("INSERT INTO workers (id) VALUES ('alive')");
    await world.pool.query("INSERT INTO workers (id, heartbeat_at) VALUES ('silent', now() - interval '1 hour')");
    expect(await readQueue(world.core, org.context)).toEqual({
      processing: 1,
      queued: 1,
      retrying: 1,
      waiting: 2,
      truncated: false,
      dead_letters: 1,
      oldest_queued_at: expect.stringMatching(/Z$/),
      workers: 1,
    });
    await held.settle({ kind: "succeeded", outputs: {} });
    await world.pool.query("DELETE FROM workers");
  });
});

it("the queue counts what waits for a dependency between attempts among what waits", async () => {
  const from = (name: string) => ({ value: `\${${key(name)}.outputs.value}` });
  await org.apply(key("source"), { value: 1 });
  await org.apply(key("between"), from("source"));
  await org.apply(key("user"), from("between"));
  await world.work();
  await org.apply(key("user"), { value: `again ${from("between").value}` });
  const user = await world.hold(key("user"));
  await org.apply(key("source"), { value: 2 });
  await (await world.hold(key("source"))).settle(succeed({ value: 2 }));
  await user.settle(fail());
  expect(await readQueue(world.core, org.context)).toMatchObject({ retrying: 0, waiting: 1 });
  const between = await world.hold(key("between"));
  expect(await readQueue(world.core, org.context)).toMatchObject({ processing: 1, retrying: 0, waiting: 1 });
  await between.settle(succeed({ value: 2 }));
});

describe("the checklist", () => {
  it("begins empty, and is ticked off as things are done", async () => {
    const { organizationId, context } = await addMember(world, "owner");
    const steps = () => readChecklist(world.core, context);
    const none = {
      token_created: false,
      resource_applied: false,
      resource_ready: false,
      provider_pushed: false,
      provider_deployed: false,
      member_joined: false,
      worker_alive: false,
    };
    await deployed(world, "foreign", { thing: typeOf() });
    await dropJobs();
    await org.apply(key("foreign"));
    await world.work();
    // Nobody in the organization made the token that the first start brings.
    await putBootstrapToken(world.core.db.tenant(organizationId), {
      id: bootstrapTokenId(organizationId),
      userId: context.userId,
      name: "Bootstrap",
      prefix: "pragma_boot",
      hash: hashSecret("pragma_bootstrap-token-0123456789abcdefghij"),
      scopes: ["resources:read"],
    });
    expect(await steps()).toEqual(none);
    const member = await addMember(world, "member", organizationId);
    await tokenOf(world, member);
    expect(await steps()).toEqual({ ...none, token_created: true, member_joined: true });

    const own = Object.assign(world.organization(), { id: organizationId, context });
    await deployed(world, "own", { thing: typeOf() }, own);
    await dropJobs();
    await own.draft(key("a"));
    expect(await steps()).toMatchObject({ provider_pushed: true, provider_deployed: true, resource_applied: true });
    expect((await steps()).resource_ready).toBe(false);
    await own.apply(key("a"));
    await world.work();
    expect(await own.get(key("a"))).toMatchObject({ lifecycle_state: "ready" });
    expect((await steps()).resource_ready).toBe(true);
  });
});
