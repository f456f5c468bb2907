import { deleteProvider, pushProvider } from "@pragma/core/providers";
import { appendBuildLog, claimBuild, finishBuild } from "@pragma/core/providers/worker";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { inChunks, providerArchive } from "../../core/test/support/archive.ts";
import type { Organization } from "../../core/test/support/organization.ts";
import { allowPush, deployed, goodBuild, pushed, typeOf } from "../../core/test/support/provider.ts";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { type Caller, callerOf, join, refusal } from "./support/callers.ts";

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

describe("providers", () => {
  it("are listed with their builds, deployments and types", async () => {
    const version = await deployed(world, "own", { thing: typeOf() });
    expect((await caller.providers.list()).map((provider) => provider.provider_id)).toEqual(["own", "test"]);
    expect(await caller.providers.builds({ provider_id: "own" })).toMatchObject([{ version, status: "success" }]);
    expect(await caller.providers.build({ provider_id: "own", version })).toMatchObject({ status: "success" });
    expect(await caller.providers.deployment({ provider_id: "own" })).toMatchObject({ status: "available", version });
    expect(await caller.providers.types({ provider: "own" })).toMatchObject([{ resource: "thing" }]);
    expect(await refusal(caller.providers.build({ provider_id: "own", version: "x" }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("are deployed and deleted", async () => {
    const version = await pushed(world, "own", { thing: typeOf() });
    const wanted = await caller.providers.deploy({ provider_id: "own", version, network: "none" });
    expect(wanted).toMatchObject({ status: "pending", version });
    expect(await refusal(caller.providers.deploy({ provider_id: "own" }))).toEqual({
      code: "CONFLICT",
      domain: "conflict",
    });
    expect(await caller.providers.delete({ provider_id: "own" })).toMatchObject({ deployment_deleted: true });
  });

  it("are deleted with their resources by those who may delete these", async () => {
    await deployed(world, "own", { thing: typeOf() });
    await org.apply("own/thing/a");
    await world.work();
    expect(await refusal(caller.providers.delete({ provider_id: "own" }))).toMatchObject({ domain: "provider_in_use" });
    const scopes = new Set([...org.context.scopes].filter((scope) => scope !== "resources:write"));
    // No role is without it, but a token may be.
    await expect(
      deleteProvider(world.core, { ...org.context, scopes }, "own", { cascade: true }),
    ).rejects.toMatchObject({ code: "missing_scope" });
    expect(await caller.providers.delete({ provider_id: "own", cascade: true })).toMatchObject({
      resources_deleted: 1,
    });
  });

  it("have build logs that come as they are written, and end with the build", async () => {
    const client = new AbortController();
    onTestFinished(() => client.abort());
    const { caller: reader, context, organizationId } = await join(world, "admin", undefined, client.signal);
    await allowPush(world, { id: organizationId, context });
    const { version } = await pushProvider(world.core, context, "own", inChunks(await providerArchive("own")));
    const build = await claimBuild(world.core, { organizationId, provider: "own", version });
    if (!build) throw new Error("there is nothing to build");
    await appendBuildLog(world.core, build, "installing\n");
    const stream = (await reader.providers.buildLogs({ provider_id: "own", version }))[Symbol.asyncIterator]();
    expect((await stream.next()).value).toEqual({ fresh: true, text: "" });
    expect((await stream.next()).value).toEqual({ fresh: false, text: "installing\n" });
    await appendBuildLog(world.core, build, "bundling\n");
    expect((await stream.next()).value).toEqual({ fresh: false, text: "bundling\n" });
    await finishBuild(world.core, build, goodBuild({ thing: typeOf() }));
    expect((await stream.next()).done).toBe(true);
    expect(world.core.services.callerWatch.watched).toBe(0);
    expect(await refusal(reader.providers.buildLogs({ provider_id: "own", version: "x" }))).toMatchObject({
      domain: "not_found",
    });
  });
});
