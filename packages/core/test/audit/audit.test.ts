import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuditQuery, listAudit, recordAudit } from "../../src/foundation/audit/index.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
  const ann = world.org.context;
  const bob = { ...ann, actor: { type: "token", id: "t-1", name: "Bob" }, correlationId: "request-2" };
  for (const [context, action, target] of [
    [ann, "token.create", "t-1"],
    [bob, "resource.apply", "resource:a_b_c"],
    [bob, "resource.delete", "resource:a_b_c"],
    [ann, "token.revoke", "t-1"],
  ] as const) {
    await recordAudit(world.core.db, context, { action, target, outcome: "success", details: { of: action } });
  }
  await recordAudit(world.core.db, world.organization().context, {
    action: "token.create",
    target: "z",
    outcome: "denied",
  });
});

afterAll(() => world.close());

const actions = async (query: AuditQuery) =>
  (await listAudit(world.core, world.org.context, query, { limit: 100 })).entries.map(({ action }) => action);

describe("listAudit", () => {
  it("gives the organization's entries, newest first, with all their fields", async () => {
    const { entries, next } = await listAudit(world.core, world.org.context, {}, { limit: 100 });
    expect(entries.map(({ action }) => action)).toEqual([
      "token.revoke",
      "resource.delete",
      "resource.apply",
      "token.create",
    ]);
    expect(next).toBeUndefined();
    expect(entries[1]).toMatchObject({
      actor: { type: "token", id: "t-1", name: "Bob" },
      target: "resource:a_b_c",
      outcome: "success",
      correlation_id: "request-2",
      details: { of: "resource.delete" },
    });
  });

  it("filters by actor, by id or name, action and target, all of which must match", async () => {
    expect(await actions({ actor: "Bob" })).toEqual(["resource.delete", "resource.apply"]);
    expect(await actions({ actor: "t-1" })).toHaveLength(2);
    expect(await actions({ action: "token.revoke" })).toEqual(["token.revoke"]);
    expect(await actions({ target: "t-1" })).toEqual(["token.revoke", "token.create"]);
    expect(await actions({ target: "t-1", actor: "Bob" })).toEqual([]);
  });

  it("filters by time, from since on and before until", async () => {
    const { entries } = await listAudit(world.core, world.org.context, {}, { limit: 1 });
    const last = entries[0]?.timestamp ?? "";
    expect(await actions({ since: last })).toContain("token.revoke");
    expect(await actions({ until: last })).not.toContain("token.revoke");
    expect(await actions({ since: "2999-01-01T00:00:00+05:00" })).toEqual([]);
  });

  it("pages without gap or repetition", async () => {
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const batch = await listAudit(world.core, world.org.context, {}, { before, limit: 3 });
      seen.push(...batch.entries.map(({ id }) => id));
      before = batch.next;
    } while (before !== undefined);
    expect(new Set(seen).size).toBe(4);
    expect(seen).toHaveLength(4);
  });
});

describe("recordAudit", () => {
  it("belongs to the transaction that it is written in", async () => {
    const { core, org } = world;
    const failure = core.db.transaction(async (db) => {
      await recordAudit(db, org.context, { action: "member.leave", target: "x", outcome: "success" });
      throw new Error("undone");
    });
    await expect(failure).rejects.toThrow("undone");
    expect(await actions({ action: "member.leave" })).toEqual([]);
  });
});
