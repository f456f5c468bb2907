import { findShippedProviders, lockProvider, renewLeases } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  deleteProvider,
  deployProvider,
  getDeployment,
  listProviders,
  pushProvider,
} from "../../src/providers/index.ts";
import {
  claimDeployment,
  failDeployment,
  handBackDeployment,
  readArtefact,
  reportProviderHealth,
  servedVersion,
  sweepDeletedProviders,
  switchDeployment,
} from "../../src/providers/worker/index.ts";
import { inChunks, providerArchive } from "../support/archive.ts";
import { heldOpen, untilBlocked } from "../support/held-open.ts";
import { deployed, pushed, typeOf } from "../support/provider.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(() => void world.moveOn());

const sized = (more: object = {}) => ({
  type: "object",
  properties: { size: { type: "integer", ...more } },
  required: ["size"],
});

const deploy = (version?: string, more: object = {}) =>
  deployProvider(world.core, world.org.context, "acme", { version: version ?? null, ...more });

async function claimed() {
  const deployment = await claimDeployment(world.core, { organizationId: world.org.id, provider: "acme" });
  if (!deployment) throw new Error("nothing to deploy");
  return deployment;
}

async function typeVersion(resource = "thing") {
  const types = await world.core.types.current(world.org.id);
  return types.find("acme", resource)?.version;
}

const status = () => getDeployment(world.core, world.org.context, "acme");

describe("a deployment", () => {
  it("switches types and version at once, to the newest good build if none is named, and back", async () => {
    const one = await pushed(world, "acme", { thing: typeOf(), other: typeOf() });
    expect(await deploy()).toMatchObject({ status: "pending", version: one, healthy: false });
    expect(await typeVersion()).toBeUndefined();
    const deployment = await claimed();
    expect(deployment).toMatchObject({ version: one, serving: null, network: "host" });
    expect(await status()).toMatchObject({ status: "progressing" });
    expect(await switchDeployment(world.core, deployment)).toBe(true);
    expect(await status()).toMatchObject({ status: "available", version: one, healthy: true });

    const two = await deployed(world, "acme", { thing: typeOf() });
    expect([await typeVersion(), await typeVersion("other")]).toEqual([two, undefined]);
    expect(await servedVersion(world.core, world.org.id, "acme")).toBe(two);
    await deploy(one);
    await switchDeployment(world.core, await claimed());
    expect([await typeVersion(), await typeVersion("other")]).toEqual([one, one]);
  });

  it("that workers start again and again, and never finish, fails; a later one is tried as often", async () => {
    await pushed(world, "acme", { thing: typeOf() });
    for (let round = 0; round < 2; round++) {
      await deploy();
      for (let tries = 1; tries <= 5; tries++) expect(await claimed()).toMatchObject({ isLastTry: tries === 5 });
      expect(await claimDeployment(world.core, { organizationId: world.org.id, provider: "acme" })).toBeNull();
      expect(await status()).toMatchObject({
        status: "failed",
        error_message: expect.stringMatching(/^The platform could not carry the deployment out/),
      });
    }
    await deploy();
    expect(await switchDeployment(world.core, await claimed())).toBe(true);
  });

  it("that workers hand back as they stop is tried as often as if they had not", async () => {
    await pushed(world, "acme", { thing: typeOf() });
    await deploy();
    for (let stopped = 0; stopped < 6; stopped++) await handBackDeployment(world.core, await claimed());
    const late = await claimed();
    for (let tries = 2; tries <= 5; tries++) expect(await claimed()).toMatchObject({ isLastTry: tries === 5 });
    // It is somebody else's by now.
    await handBackDeployment(world.core, late);
    expect(await claimDeployment(world.core, { organizationId: world.org.id, provider: "acme" })).toBeNull();
    expect(await status()).toMatchObject({ status: "failed" });
  });

  it("that fails leaves the version before it serving", async () => {
    const one = await deployed(world, "acme", { thing: typeOf() });
    const two = await pushed(world, "acme", { thing: typeOf() });
    await deploy();
    await failDeployment(world.core, await claimed(), "it does not start");
    expect(await status()).toMatchObject({
      status: "failed",
      version: two,
      healthy: true,
      error_message: "it does not start",
    });
    expect(await typeVersion()).toBe(one);
    await deploy(one);
    await switchDeployment(world.core, await claimed());
    expect(await status()).toMatchObject({ status: "available", version: one, error_message: null });
  });

  it("is refused while another is under way, and taken over from a worker that stopped", async () => {
    await pushed(world, "acme", { thing: typeOf() });
    await deploy();
    await expect(deploy()).rejects.toThrow(/is being deployed/);
    const [first, second] = [await claimed(), await claimed()];
    expect(await switchDeployment(world.core, first)).toBe(false);
    expect(await failDeployment(world.core, first, "late")).toBe(false);
    expect(await switchDeployment(world.core, second)).toBe(true);
  });

  it("of a provider that was deleted meanwhile is not mistaken for one of a later provider of that name", async () => {
    await pushed(world, "acme", { old: typeOf() });
    await deploy();
    const before = await claimed();
    await deleteProvider(world.core, world.org.context, "acme");
    const version = await pushed(world, "acme", { new: typeOf() }, { extra: "another program" });
    await deploy();
    const after = await claimed();
    expect(after.attempt).toBe(before.attempt);
    expect(await failDeployment(world.core, before, "it does not start")).toBe(false);
    expect(await switchDeployment(world.core, before)).toBe(false);
    expect(await switchDeployment(world.core, after)).toBe(true);
    expect([await typeVersion("old"), await typeVersion("new")]).toEqual([undefined, version]);
  });

  it("may be requested by many at once: one is accepted, the rest are refused", async () => {
    await pushed(world, "acme", { thing: typeOf() });
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => deploy()));
    expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
  });

  it("may take the network away, but not give it", async () => {
    const version = await pushed(world, "acme", { thing: typeOf() });
    await deploy(version, { network: "none" });
    expect((await claimed()).network).toBe("none");
    await switchDeployment(world.core, await claimed());
    expect((await readArtefact(world.core, world.org.id, "acme", version))?.network).toBe("none");

    const offline = await pushed(world, "acme", { thing: typeOf() }, { extra: "offline", network: "none" });
    await expect(deploy(offline, { network: "host" })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ loc: ["body", "network"], msg: expect.stringContaining('say "network": "host" in "pragma"') }],
    });
    await deploy(offline);
    expect((await claimed()).network).toBe("none");
  });

  it("says whether every live worker filters the network of providers", async () => {
    await deployed(world, "acme", { thing: typeOf() });
    await world.pool.query("DELETE FROM workers");
    expect((await status()).network_filtered).toBeNull();
    const beat = (id: string, filtersNetwork: boolean) =>
      renewLeases(world.core.db, [id], 15, [], { description: "A sandbox.", filtersNetwork });
    await beat("one", true);
    expect((await status()).network_filtered).toBe(true);
    await beat("two", false);
    expect((await status()).network_filtered).toBe(false);
    await world.pool.query("DELETE FROM workers");
  });

  it("says how many live workers have which boundary", async () => {
    await deployed(world, "acme", { thing: typeOf() });
    await world.pool.query("DELETE FROM workers");
    expect((await status()).boundaries).toEqual([]);
    const beat = (id: string, boundary: "bubblewrap" | "none") =>
      renewLeases(world.core.db, [id], 15, [], {
        description: "",
        filtersNetwork: true,
        boundary,
        boundaryNamed: true,
      });
    await beat("one", "none");
    await beat("two", "bubblewrap");
    await beat("three", "bubblewrap");
    expect((await status()).boundaries).toEqual([
      { boundary: "bubblewrap", workers: 2 },
      { boundary: "none", workers: 1 },
    ]);
    await world.pool.query("DELETE FROM workers");
  });

  it("shows what a worker reports of its health", async () => {
    await deployed(world, "acme", { thing: typeOf() });
    await reportProviderHealth(world.core, world.org.id, "acme", { healthy: false, message: "it crashes" });
    expect(await status()).toMatchObject({ status: "available", healthy: false, error_message: "it crashes" });
  });
});

describe("schemas that break existing resources", () => {
  beforeEach(async () => {
    await deployed(world, "acme", { thing: typeOf(sized()) });
    await world.org.apply("acme/thing/a", { size: 5 });
    await world.org.apply("acme/thing/b", { size: 50 });
    await world.org.draft("acme/thing/c", { size: 500 });
  });

  it("are listed before the switch, and forced", async () => {
    const version = await pushed(world, "acme", { thing: typeOf(sized({ maximum: 10 })) });
    await expect(deploy(version)).rejects.toMatchObject({
      code: "incompatible_schema",
      message: expect.stringMatching(/resource:acme_thing_b: config\.size must /),
      facts: { dependents: ["resource:acme_thing_b"] },
    });
    expect(await deploy(version, { force: true })).toMatchObject({ status: "pending" });
  });

  it("do not include flags, nor references that are not resolved", async () => {
    await world.org.apply("acme/thing/d", { size: { provider: "acme", resource: "thing", name: "a", field: "n" } });
    const version = await pushed(world, "acme", { thing: typeOf(sized({ immutable: true, maximum: 100 })) });
    expect(await deploy(version)).toMatchObject({ status: "pending", version });
  });

  it("cannot remove a type that has resources, forced or not", async () => {
    const version = await pushed(world, "acme", { other: typeOf() });
    for (const force of [false, true]) {
      await expect(deploy(version, { force })).rejects.toMatchObject({
        code: "incompatible_schema",
        facts: { dependents: ["resource:acme_thing_a", "resource:acme_thing_b"] },
      });
    }
  });

  it("are checked again at the switch: a type may have got resources meanwhile", async () => {
    await deployed(world, "acme", { thing: typeOf(), late: typeOf() });
    const version = await pushed(world, "acme", { thing: typeOf() });
    await deploy(version);
    const deployment = await claimed();
    await world.org.apply("acme/late/x", {});
    expect(await switchDeployment(world.core, deployment)).toBe(false);
    expect(await status()).toMatchObject({ status: "failed", error_message: expect.stringMatching(/acme\/late/) });
  });
});

describe("deleting a provider", () => {
  const remove = (cascade = false) => deleteProvider(world.core, world.org.context, "acme", { cascade });
  const rest = async () => {
    const tables = ["provider_builds", "provider_deployments", "provider_types", "provider_health", "blob_parts"];
    const counts = await Promise.all(tables.map((table) => world.count(table, `organization_id = '${world.org.id}'`)));
    return counts.reduce((sum, count) => sum + count, 0);
  };

  it("waits on behalf of its organization, and takes no connection from the platform's shared work", async () => {
    await pushed(world, "acme", { thing: typeOf() });
    const { id, context } = world.org;
    const commit = await heldOpen(world, ({ db }) => lockProvider(db.tenant(id), "acme"));
    let ended = 0;
    const deletions = Array.from({ length: 15 }, () =>
      deleteProvider(world.core, context, "acme")
        .catch(() => undefined)
        .finally(() => ended++),
    );
    await untilBlocked(world, 5);
    // A connection of the platform: callers are looked up there, whoever they are.
    await findShippedProviders(world.core.db, null);
    expect(ended).toBe(0);
    await commit();
    await Promise.all(deletions);
  });

  it("removes all of it at once if there are no resources, and may be repeated", async () => {
    await deployed(world, "acme", { thing: typeOf() });
    const gone = { provider_id: "acme", deployment_deleted: true, resources_deleted: 0 };
    expect(await remove()).toEqual(gone);
    expect(await rest()).toBe(0);
    expect(await remove()).toEqual(gone);
    await expect(status()).rejects.toMatchObject({ code: "not_found" });
  });

  it("is refused while there are resources, or if it cannot be deleted", async () => {
    await deployed(world, "acme", { thing: typeOf() });
    await world.org.apply("acme/thing/a", {}, { deletion_protected: true });
    await world.org.apply("test/open/user", {}, { depends_on: ["acme/thing/a"] });
    await expect(remove()).rejects.toMatchObject({
      code: "provider_in_use",
      facts: { dependents: ["resource:acme_thing_a"] },
    });
    await expect(remove(true)).rejects.toMatchObject({ code: "deletion_protected" });
    await world.pool.query(
      "UPDATE resources SET deletion_protected = false, version = nextval('resources_version_seq')",
    );
    await expect(remove(true)).rejects.toMatchObject({
      code: "has_dependents",
      facts: { dependents: ["resource:test_open_user"] },
    });
    expect(await world.org.standings("acme/thing/a", "test/open/user")).toEqual(["pending", "pending"]);
    const context = { ...world.org.context, scopes: new Set(["providers:write"] as const) };
    const asked = (async () => deleteProvider(world.core, context, "acme", { cascade: true }))();
    await expect(asked).rejects.toMatchObject({ code: "missing_scope" });
  });

  it("lets resources go first, through the provider, and goes with the last", async () => {
    await deployed(world, "acme", { thing: typeOf() });
    await world.org.apply("acme/thing/a");
    await world.org.apply("acme/thing/b", {}, { depends_on: ["acme/thing/a"] });
    const a = await world.hold("acme/thing/a");
    await a.settle({ kind: "succeeded", outputs: {} });
    expect(await remove(true)).toEqual({ provider_id: "acme", deployment_deleted: false, resources_deleted: 2 });
    expect(await remove(true)).toEqual({ provider_id: "acme", deployment_deleted: false, resources_deleted: 0 });
    expect(await world.org.standings("acme/thing/a", "acme/thing/b")).toEqual(["pending+deleting", "gone"]);
    expect(await servedVersion(world.core, world.org.id, "acme")).not.toBeNull();

    await expect(world.org.apply("acme/thing/c")).rejects.toMatchObject({ code: "deletion_in_progress" });
    await expect(deploy()).rejects.toMatchObject({ code: "deletion_in_progress" });
    const archive = inChunks(await providerArchive("acme"));
    await expect(pushProvider(world.core, world.org.context, "acme", archive)).rejects.toMatchObject({
      code: "deletion_in_progress",
    });

    await sweepDeletedProviders(world.core);
    expect(await servedVersion(world.core, world.org.id, "acme")).not.toBeNull();
    await (await world.hold("acme/thing/a")).settle({ kind: "succeeded", outputs: {} });
    expect(await world.org.standing("acme/thing/a")).toBe("gone");
    expect(await sweepDeletedProviders(world.core)).toBe(1);
    expect(await rest()).toBe(0);
  });

  it("cancels a deployment that is in progress", async () => {
    await pushed(world, "acme", { thing: typeOf() });
    await deploy();
    const deployment = await claimed();
    await remove();
    expect(await switchDeployment(world.core, deployment)).toBe(false);
    expect(await rest()).toBe(0);
  });

  it("brings back the shipped one of that name, which itself cannot be deleted", async () => {
    const context = world.org.context;
    await expect(deleteProvider(world.core, context, "test")).rejects.toThrow(/shipped with the product/);
    await deployed(world, "test", { item: typeOf() });
    const shown = async () => (await listProviders(world.core, context)).find((it) => it.provider_id === "test");
    expect((await shown())?.current_version).not.toBe("1");
    await deleteProvider(world.core, context, "test");
    expect(await shown()).toMatchObject({ current_version: "1", deployment_status: "available" });
  });
});
