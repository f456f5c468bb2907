import { parseKey } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deleteSet, discardChange } from "../src/changes/index.ts";
import { settleChange } from "../src/foundation/change-progress/settle-change.ts";
import { withIdempotency } from "../src/foundation/idempotency/index.ts";
import type { Core } from "../src/foundation/unit-of-work/core.ts";
import { createToken, revokeToken } from "../src/identity/access/index.ts";
import { deleteProvider } from "../src/providers/index.ts";
import { retryAllDeadLetters } from "../src/resources/dead-letters/index.ts";
import { uploadFile } from "../src/resources/files/index.ts";
import { Changes } from "./support/changes.ts";
import { addMember } from "./support/member.ts";
import { deployed, typeOf } from "./support/provider.ts";
import { openReplica } from "./support/replica.ts";
import { reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld({}, { connections: 1 });
});
afterAll(() => world.close());

const key = (name: string | number) => `test/open/${name}`;
const INDICES = Array.from({ length: 12 }, (_, index) => index);

/** A process that has read no type yet, and has one connection. */
async function asNewcomer<Result>(use: (core: Core) => Promise<Result>): Promise<Result> {
  const replica = openReplica(world, { connections: 1 });
  try {
    return await use(replica.core);
  } finally {
    await replica.close();
  }
}

/** With an Idempotency-Key each. */
function safely<Result>(core: Core, name: string, work: (bound: Core) => Promise<Result>): Promise<string | null> {
  const request = { key: name, method: "POST", path: "/resources/apply", fingerprint: "same" };
  return withIdempotency(core, world.org.context, request, async (bound) => {
    const result = await work(bound);
    return { status: 200, headers: {}, body: JSON.stringify(result) };
  }).then(({ body }) => body);
}

describe("with a single connection", () => {
  it("propagates many changes at once", async () => {
    const { org } = world;
    for (const index of INDICES) {
      await org.apply(key(index), { v: 1 });
      await org.apply(key(`user${index}`), { v: `\${test/open/${index}.outputs.v}` });
    }
    await world.work();
    for (const index of INDICES) await org.apply(key(index), { v: 2 });
    const held = await Promise.all(INDICES.map((index) => world.hold(key(index))));
    expect(await Promise.all(held.map(({ settle }) => settle(succeed({ v: 2 }))))).toEqual(INDICES.map(() => true));
    await world.work();
    expect(await org.standings(...INDICES.map((index) => key(`user${index}`)))).toEqual(INDICES.map(() => "ready"));
  });

  it("deletes and detaches many at once", async () => {
    await asNewcomer(async (core) => {
      const org = world.org.on(core);
      await Promise.all(INDICES.map((index) => org.delete(key(index), { dependents: "detach" })));
    });
    await world.work();
    expect(await world.org.standings(...INDICES.map(key))).toEqual(INDICES.map(() => "gone"));
  });

  it("takes in many files at once", async () => {
    const names = INDICES.map((index) => `file-${index}`);
    const { context } = world.org;
    await world.pool.query("INSERT INTO organizations (id, name) VALUES ($1, 'Acme')", [world.org.id]);
    await asNewcomer((core) =>
      Promise.all(
        names.map((name) => uploadFile(core, context, { name, contentType: "text/plain", bytes: Buffer.from(name) })),
      ),
    );
    await world.work();
    expect(await world.org.standings(...names.map((name) => `pragma/file/${name}`))).toEqual(names.map(() => "ready"));
  });

  it("answers many safe retries at once, even for unknown types", async () => {
    const answers = await asNewcomer((core) =>
      Promise.all(
        INDICES.flatMap((index) => [
          safely(core, `good-${index}`, (bound) => world.org.on(bound).apply(key(`safe-${index}`))),
          safely(core, `unknown-${index}`, (bound) => world.org.on(bound).apply(`nobody/thing/${index}`)).catch(
            (error: { issues: { type: string }[] }) => error.issues[0]?.type,
          ),
        ]),
      ),
    );
    expect(answers).toEqual(INDICES.flatMap(() => [expect.stringContaining('"pending"'), "unknown_type"]));
  });

  it("retries dead letters with a key, and deploys and deletes a provider", async () => {
    const { org } = world;
    world.provider.always(key("broken"), reject());
    await org.apply(key("broken"));
    await world.work();
    const answer = await asNewcomer((core) =>
      safely(core, "retry-all", (bound) => retryAllDeadLetters(bound, org.context, {})),
    );
    expect(JSON.parse(answer ?? "")).toEqual({ retried_count: 1, skipped_count: 0 });
    await deployed(world, "acme", { thing: typeOf() });
    await org.apply("acme/thing/a");
    expect(await deleteProvider(world.core, org.context, "acme", { cascade: true })).toMatchObject({
      deployment_deleted: true,
      resources_deleted: 1,
    });
  });

  it("plans, applies, reverts and discards many changes at once, and deletes sets", async () => {
    const org = world.moveOn();
    const all = new Changes(world);
    const name = (index: number) => `test/item/changed-${index}`;
    const document = (index: number, value: number) => ({ ...parseKey(name(index)), config: { value } });
    const outside = INDICES.map((index) => ({ documents: [document(index, 1)], set: `set-${index}` }));
    const applied = await asNewcomer((core) => {
      const changes = all.on(core);
      return Promise.all(outside.map((input) => changes.applyNow(input)));
    });
    await world.work();
    const states = () => org.standings(...INDICES.map(name));
    expect(await states()).toEqual(INDICES.map(() => "ready"));

    await asNewcomer(async (core) => {
      const changes = all.on(core);
      const input = (index: number) => ({ documents: [document(index, 2)], message: "two" });
      const plans = await Promise.all(INDICES.map((index) => changes.plan(input(index))));
      await Promise.all(plans.slice(1).map(({ id }) => changes.apply(id)));
      await discardChange(core, org.context, plans[0]?.id ?? "");
    });
    await world.work();
    for (const { id } of applied) await settleChange(world.core.db, org.id, id);
    await asNewcomer(async (core) => {
      const changes = all.on(core);
      const reverts = await Promise.all(applied.map(({ id }) => changes.revert(id, { force: true })));
      expect(reverts.map(({ counts }) => counts.delete)).toEqual(INDICES.map(() => 1));
      await Promise.all(INDICES.map((index) => deleteSet(core, org.context, `set-${index}`)));
    });
    await world.work();
    expect(await states()).toEqual(INDICES.map(() => "gone"));
  });

  it("discards many drafts, and creates and revokes many tokens", async () => {
    const { org } = world;
    for (const index of INDICES) await org.apply(key(`staged-${index}`), { v: 1 });
    await world.work();
    for (const index of INDICES) await org.draft(key(`staged-${index}`), { v: 2 });
    await asNewcomer((core) => Promise.all(INDICES.map((index) => org.on(core).discard(key(`staged-${index}`)))));
    expect(await org.standings(...INDICES.map((index) => key(`staged-${index}`)))).toEqual(INDICES.map(() => "ready"));

    const { context } = await addMember(world, "owner");
    await asNewcomer(async (core) => {
      const input = { name: "many", scopes: ["resources:read" as const] };
      const tokens = await Promise.all(INDICES.map(() => createToken(core, context, input)));
      await Promise.all(tokens.map(({ id }) => revokeToken(core, context, id)));
    });
    expect(await world.count("api_tokens", "revoked_at IS NOT NULL")).toBe(INDICES.length);
  });
});
