import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { RequestContext } from "../../src/foundation/callers/caller.ts";
import {
  authenticate,
  endSession,
  isStillValid,
  issueSessionToken,
  revokeToken,
  watchCaller,
} from "../../src/identity/access/index.ts";
import { addMember, tokenOf } from "../support/member.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

async function callerOf(bearer: string): Promise<RequestContext> {
  const context = await authenticate(world.core, bearer, "request-1");
  if (!context) throw new Error("not known");
  return context;
}

describe("watchCaller", () => {
  it("notifies callers whose token another replica revoked, and nobody else", async () => {
    const owner = await addMember(world, "owner");
    const [gone, kept] = [await tokenOf(world, owner), await tokenOf(world, owner)];
    const ended: string[] = [];
    for (const { secret } of [gone, gone, kept]) {
      const caller = await callerOf(secret);
      watchCaller(world.core, caller, "resources:read", () => ended.push(caller.tokenId));
    }
    await withReplica(world, (replica) => revokeToken(replica, owner.context, gone.id));
    await vi.waitFor(() => expect(ended).toEqual([gone.id, gone.id]), { timeout: 120_000 });
    expect(await isStillValid(world.core, await callerOf(kept.secret), "resources:read")).toBe(true);
  });

  it("reports a role that lacks the scope, and an ended session", async () => {
    const owner = await addMember(world, "owner");
    const token = await callerOf((await tokenOf(world, owner)).secret);
    const session = await callerOf((await issueSessionToken(world.core, owner)).token);
    const ended = { token: 0, session: 0, reader: 0 };
    watchCaller(world.core, token, "audit:read", () => ended.token++);
    watchCaller(world.core, token, "resources:read", () => ended.reader++);
    watchCaller(world.core, session, "resources:read", () => ended.session++);
    await world.pool.query("UPDATE memberships SET role = 'viewer' WHERE user_id = $1", [owner.userId]);
    await vi.waitFor(() => expect(ended).toEqual({ token: 1, session: 0, reader: 0 }), { timeout: 120_000 });
    expect(await isStillValid(world.core, session, "resources:read")).toBe(true);
    await endSession(world.core, session);
    await vi.waitFor(() => expect(ended).toEqual({ token: 1, session: 1, reader: 0 }), { timeout: 120_000 });
    expect(await isStillValid(world.core, session, "resources:read")).toBe(false);
  });

  it("is quiet once it has been ended", async () => {
    const owner = await addMember(world, "owner");
    const one = await callerOf((await tokenOf(world, owner)).secret);
    const two = await callerOf((await tokenOf(world, owner)).secret);
    const told = { one: 0, two: 0 };
    const unwatch = watchCaller(world.core, one, "resources:read", () => told.one++);
    watchCaller(world.core, two, "resources:read", () => told.two++);
    unwatch();
    await world.pool.query("DELETE FROM memberships WHERE user_id = $1", [owner.userId]);
    await vi.waitFor(() => expect(told).toEqual({ one: 0, two: 1 }), { timeout: 120_000 });
  });
});
