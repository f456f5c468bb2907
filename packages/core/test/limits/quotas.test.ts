import { hash, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { applyInputSchema, type Quota } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { planChange } from "../../src/changes/index.ts";
import type { Login, MemberContext } from "../../src/foundation/callers/index.ts";
import { DEFAULT_QUOTAS } from "../../src/foundation/common/quota-settings.ts";
import { QuotaLedger } from "../../src/foundation/limits/ledgers/index.ts";
import { Core } from "../../src/foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../src/foundation/unit-of-work/unit-of-work.ts";
import { createLoginCode, createToken, exchangeLoginCode, revokeToken } from "../../src/identity/access/index.ts";
import { acceptInvitation, createInvitation } from "../../src/identity/invitations/index.ts";
import { setLimit } from "../../src/identity/operators/index.ts";
import { pushProvider } from "../../src/providers/index.ts";
import { previewApply } from "../../src/resources/apply/index.ts";
import { deleteFile, uploadFile } from "../../src/resources/files/index.ts";
import { inChunks, providerArchive } from "../support/archive.ts";
import { interrupted } from "../support/interrupted.ts";
import { signIn } from "../support/login.ts";
import { addMember, type Member } from "../support/member.ts";
import { Organization } from "../support/organization.ts";
import { openReplica, type Replica, withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

const QUOTAS = { ...DEFAULT_QUOTAS, resources: 5, file_bytes: 100, tokens: 3, members: 3, builds: 2, versions: 4 };
const META = { correlationId: "request-1" };
const VERIFIER = "correct-horse.battery_staple~correct-horse-1234";

let world: World;
let owner: Member;
let org: Organization;
let operator: Login;

beforeAll(async () => {
  world = await createWorld({ quotas: QUOTAS });
  const root = await addMember(world, "viewer");
  await world.pool.query("UPDATE users SET operator = true WHERE id = $1", [root.userId]);
  operator = (await signIn(world, root.userId)).login;
});

beforeEach(async () => {
  owner = await addMember(world, "owner");
  org = new Organization(world.core, "Acme", owner.organizationId);
  await world.pool.query("UPDATE organizations SET may_push = true WHERE id = $1", [org.id]);
});

afterAll(() => world.close());

const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    ({ code }: { code?: string }) => code,
  );

const raise = (limit: Quota, value: number | null) =>
  setLimit(world.core, operator, { organizationId: org.id, limit, value });

const resources = () => world.count("resources", `organization_id = '${org.id}'`);
const bytesStored = async (): Promise<number> => {
  const sum = "SELECT COALESCE(sum(size), 0)::int AS bytes FROM files WHERE organization_id = $1";
  return (await world.pool.query(sum, [org.id])).rows[0].bytes;
};
const draft = (name: string, by = org) => by.draft(`pragma/config/${name}`, { data: {} });
const newToken = () => createToken(world.core, owner.context, { name: "one more", scopes: ["resources:read"] });
const upload = (name: string, bytes: number, core = world.core) =>
  uploadFile(core, org.context, { name, contentType: "text/plain", bytes: Buffer.alloc(bytes, name) });
const asMember = (): MemberContext => ({ ...owner.context, role: "owner" });
const invite = () => createInvitation(world.core, asMember(), { role: "viewer" });

async function join(token: string): Promise<unknown> {
  const email = `${randomUUID()}@example.com`;
  const newAccount = { email, name: "Ben", password: "correct horse battery" };
  return acceptInvitation(world.core, token, { newAccount }, META);
}

async function push(provider = `p${randomUUID().slice(0, 8)}`): Promise<unknown> {
  return pushProvider(world.core, org.context, provider, inChunks(await providerArchive(provider)));
}

const endBuilds = () =>
  world.pool.query("UPDATE provider_builds SET status = 'failed' WHERE organization_id = $1", [org.id]);

describe("a quota that is used up", () => {
  it("refuses more resources by name, and nothing that exists", async () => {
    for (let count = 1; count <= 5; count++) await draft(`r${count}`);
    await expect(draft("r6")).rejects.toMatchObject({
      code: "quota_exceeded",
      message: expect.stringMatching(/may have 5 resources and has 5\. Delete .*ask an operator .* quota `resources`/),
      facts: { quota: "resources", limit: 5, used: 5 },
    });
    await org.draft("pragma/config/r1", { data: { changed: true } });
    await withReplica(world, async (core) => {
      await org.on(core).draft("pragma/config/r2", { data: { changed: true } });
    });
    expect(await resources()).toBe(5);
  });

  it("is predicted by a preview, which uses none of it", async () => {
    const preview = (name: string, data = {}) => {
      const input = { provider: "pragma", resource: "config", name, config: { data } };
      return previewApply(world.core, org.context, applyInputSchema.parse(input));
    };
    for (let count = 1; count <= 4; count++) await draft(`r${count}`);
    for (const name of ["r5", "r6", "r7"]) expect(await preview(name)).toMatchObject({ verdict: "create" });
    await draft("r5");
    expect(await preview("r6")).toMatchObject({
      verdict: "refused",
      refusal: { code: "quota_exceeded", facts: { quota: "resources", limit: 5, used: 5 } },
    });
    expect(await preview("r5", { changed: true })).toMatchObject({ verdict: "change" });
  });

  it("refuses nothing because of resources that are being added, but are not added after all", async () => {
    for (let count = 1; count <= 4; count++) await draft(`r${count}`);
    const last = { organizationId: org.id, quota: "resources", amount: 1, standard: 5, value: 5 } as const;
    const taken = await world.core.services.quotas.take(world.core.db, last);
    const more = outcome(draft("r5"));
    void setTimeout(50).then(() => taken.dropped());
    expect(await more).toBe("done");
    expect(await outcome(draft("r6"))).toBe("quota_exceeded");
  });

  it("refuse a change whose place is taken between its decision and its locks as if it had been so before", async () => {
    for (let count = 1; count <= 4; count++) await draft(`r${count}`);
    const core = interrupted(world.core, /^insert_change$/, () => draft("r5"));
    const documents = [{ provider: "pragma", resource: "config", name: "r6", config: { data: {} } }];
    await expect(planChange(core, org.context, { documents, apply: true })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ loc: ["documents", 0], type: "quota_exceeded" }],
    });
    expect(await resources()).toBe(5);
  });

  it("has room again for what was deleted, at once and on every replica", async () => {
    for (let count = 1; count <= 5; count++) await draft(`r${count}`);
    await withReplica(world, async (core) => {
      const there = org.on(core);
      expect(await outcome(draft("more", there))).toBe("quota_exceeded");
      await org.delete("pragma/config/r1");
      await draft("more", there);
      expect(await outcome(draft("r1"))).toBe("quota_exceeded");
    });
  });

  it("refuses sub-resources and whatever else is applied", async () => {
    await raise("resources", 1);
    await draft("r1");
    const inside = unitOfWork(world.core, (unit) => draft("r2", org.on(unit)));
    expect(await outcome(inside)).toBe("quota_exceeded");
    expect(await outcome(upload("r3", 1))).toBe("quota_exceeded");
    expect(await world.count("files", `organization_id = '${org.id}'`)).toBe(0);
  });

  it("refuses more bytes of files, but not those that are already stored", async () => {
    await raise("resources", 100);
    await upload("a", 60);
    await expect(upload("b", 41)).rejects.toMatchObject({
      code: "quota_exceeded",
      message: expect.stringContaining("may have 100 bytes of files and has 60, and this would add 41"),
      facts: { quota: "file_bytes", limit: 100, used: 60 },
    });
    await upload("c", 40);
    await world.work();
    await upload("a", 60);
    expect(await world.count("blob_parts", `organization_id = '${org.id}'`)).toBe(2);
  });

  it("has room again for the bytes of what was deleted, however many they are", async () => {
    await raise("file_bytes", 8_000_000);
    await upload("a", 5_000_000);
    await world.work();
    expect(await outcome(upload("b", 5_000_000))).toBe("quota_exceeded");
    await org.delete("pragma/file/a");
    await world.work();
    await upload("b", 5_000_000);
  });

  it("fails a file whose content does not fit, saying why", async () => {
    await org.apply("pragma/file/large", { content_type: "text/plain", content: "x".repeat(101) });
    await world.work();
    const { error, lifecycle_state } = await org.get("pragma/file/large");
    expect({ error, lifecycle_state }).toEqual({
      lifecycle_state: "failed",
      error: expect.stringContaining("may have 100 bytes of files and has 0"),
    });
    await raise("file_bytes", 101);
    await org.apply("pragma/file/large", { content_type: "text/plain", content: "x".repeat(101) });
    await world.work();
    expect(await org.state("pragma/file/large")).toBe("ready");
  });

  it("refuses more tokens, even by a login of the command line, until one has expired", async () => {
    const first = await newToken();
    const request = { name: "laptop", scopes: ["resources:read" as const], codeChallenge: challenge() };
    const { code } = await createLoginCode(world.core, owner.context, request);
    await newToken();
    await newToken();
    const facts = { quota: "tokens", limit: 3, used: 3 };
    await expect(newToken()).rejects.toMatchObject({ code: "quota_exceeded", facts });
    expect(await outcome(createLoginCode(world.core, owner.context, request))).toBe("quota_exceeded");
    const exchange = () => exchangeLoginCode(world.core, { code, code_verifier: VERIFIER }, "request-1");
    await expect(exchange()).rejects.toMatchObject({ code: "quota_exceeded", facts });
    await revokeToken(world.core, owner.context, first.id);
    await exchange();
    expect(await outcome(newToken())).toBe("quota_exceeded");
  });

  it("refuses more members, and says so to the inviter", async () => {
    const invitations = await Promise.all([invite(), invite(), invite()]);
    await join(invitations[0]?.token ?? "");
    await join(invitations[1]?.token ?? "");
    await expect(join(invitations[2]?.token ?? "")).rejects.toMatchObject({
      code: "quota_exceeded",
      facts: { quota: "members", limit: 3, used: 3 },
    });
    expect(await outcome(invite())).toBe("quota_exceeded");
    await raise("members", 4);
    await join(invitations[2]?.token ?? "");
  });

  it("refuses more builds at once until one has ended, and then more versions", async () => {
    await push("one");
    await push("one");
    await expect(push("two")).rejects.toMatchObject({ code: "quota", facts: { quota: "builds", limit: 2, used: 2 } });
    await endBuilds();
    await push("two");
    await push("two");
    await endBuilds();
    const facts = { quota: "versions", limit: 4, used: 4 };
    await expect(push("two")).rejects.toMatchObject({ code: "quota_exceeded", facts });
    expect(await world.count("provider_builds", `organization_id = '${org.id}'`)).toBe(4);
  });
});

const challenge = () => hash("sha256", VERIFIER, "base64url");

describe("many at once", () => {
  const open: Replica[] = [];
  const replicas = (count: number) =>
    Array.from({ length: count }, () => {
      const replica = openReplica(world);
      open.push(replica);
      return replica.core;
    });

  afterAll(() => Promise.all(open.map((replica) => replica.close())));

  it("on several replicas make as many resources as the quota says, not one more and not one less", async () => {
    await raise("resources", 50);
    const cores = [world.core, ...replicas(3)];
    const outcomes = await Promise.all(
      Array.from({ length: 120 }, (_, index) => {
        const core = cores[index % cores.length] as World["core"];
        const by = org.on(core);
        return outcome(
          index % 3 === 0 ? unitOfWork(core, (unit) => draft(`m${index}`, org.on(unit))) : draft(`m${index}`, by),
        );
      }),
    );
    expect(outcomes.filter((each) => each !== "done" && each !== "quota_exceeded")).toEqual([]);
    // Unneeded leases of one of them are free again once it is told, or a minute later.
    for (let more = 0; (await resources()) < 50; more++) {
      const by = org.on(cores[more % cores.length] as World["core"]);
      await outcome(draft(`n${more}`, by));
    }
    expect(await resources()).toBe(50);
    for (const core of cores) expect(await outcome(draft("last", org.on(core)))).toBe("quota_exceeded");
  });

  it.each<[Quota, () => Promise<unknown>, string, number]>([
    ["tokens", newToken, "api_tokens", 3],
    ["versions", async () => push(), "provider_builds", 4],
  ])("never exceed the quota of %s", async (_quota, add, table, limit) => {
    await raise("builds", 100);
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => outcome(add())));
    expect(outcomes.filter((each) => each === "done")).toHaveLength(limit);
    expect(await world.count(table, `organization_id = '${org.id}'`)).toBe(limit);
  });

  it("never exceed the quota of bytes", async () => {
    await raise("resources", 100);
    const [other] = replicas(1);
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => outcome(upload(`f${index}`, 30, index % 2 === 0 ? world.core : other))),
    );
    expect(await bytesStored()).toBe(90);
  });
});

describe("bytes that are already stored", () => {
  it("are added again if they are deleted before they are written", async () => {
    await raise("resources", 100);
    await upload("a", 60);
    await world.work();
    const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { blobs } = world.core.services;
    const put: (typeof blobs)["put"] = async (...bytes) => {
      reached.resolve();
      await goOn.promise;
      return blobs.put(...bytes);
    };
    const slow = Core.over({ ...world.core.services, blobs: { ...blobs, put } }, world.core.db);
    const again = outcome(upload("a", 60, slow));
    await reached.promise;
    const others = deleteFile(world.core, org.context, "a").then(() => outcome(upload("b", 60)));
    await Promise.race([others, setTimeout(300)]);
    goOn.resolve();
    await Promise.all([again, others]);
    expect(await bytesStored()).toBeLessThanOrEqual(100);
  });
});

describe("what adds resources", () => {
  it("gives back what a rolled-back transaction took", async () => {
    for (let count = 0; count < 20; count++) {
      const undone = unitOfWork(world.core, async (unit) => {
        await draft(`undone-${count}`, org.on(unit));
        throw new Error("undone");
      });
      await expect(undone).rejects.toThrow("undone");
    }
    for (let count = 1; count <= 5; count++) await draft(`r${count}`);
    expect(await outcome(draft("r6"))).toBe("quota_exceeded");
  });

  it("refuses nothing in a transaction because of what another transaction adds, but may not add after all", async () => {
    for (let count = 1; count <= 4; count++) await draft(`r${count}`);
    // This process has leased the last, so the database counts it as used.
    const taking = { organizationId: org.id, quota: "resources" as const, amount: 1, standard: 5 };
    (await world.core.services.quotas.take(world.core.db, taking)).dropped();
    const [taken, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const undone = unitOfWork(world.core, async (unit) => {
      await draft("undone", org.on(unit));
      taken.resolve();
      await goOn.promise;
      throw new Error("undone");
    });
    await taken.promise;
    const last = outcome(unitOfWork(world.core, (unit) => draft("last", org.on(unit))));
    await setTimeout(200);
    goOn.resolve();
    await expect(undone).rejects.toThrow("undone");
    expect(await last).toBe("done");
    expect(await outcome(unitOfWork(world.core, (unit) => draft("r6", org.on(unit))))).toBe("quota_exceeded");
  });

  it("gives back what was refused for another reason", async () => {
    for (let count = 0; count < 20; count++) {
      const self = { provider: "pragma", resource: "config", name: `self-${count}`, field: "outputs.a" };
      expect(await outcome(org.draft(`pragma/config/self-${count}`, { data: { a: self } }))).toBe("cycle");
    }
    for (let count = 1; count <= 5; count++) await draft(`r${count}`);
  });

  it("asks the database rarely, and never for what exists", async () => {
    await raise("resources", 100_000);
    await draft("first");
    const query = vi.spyOn(world.core.db, "query");
    for (let count = 0; count < 100; count++) await draft(`r${count}`);
    for (let count = 0; count < 100; count++) await org.draft(`pragma/config/r${count}`, { data: { count } });
    const names = query.mock.calls.map(([{ name }]) => name);
    expect(names.filter((name) => /quota/.test(name))).toEqual([]);
    expect(names.filter((name) => /^insert_resource/.test(name))).toHaveLength(100);
    query.mockRestore();
  });

  it("leaves nothing leased by a process that ended", async () => {
    await raise("resources", 1000);
    await withReplica(world, (core) => draft("r1", org.on(core)));
    expect(await world.count("quota_leases", `organization_id = '${org.id}'`)).toBe(0);
  });

  it("goes on after a process died with its lease, once that has expired", async () => {
    const dead = new QuotaLedger(world.core.db);
    const taking = { organizationId: org.id, quota: "resources" as const, standard: 5 };
    for (let count = 1; count <= 2; count++) await dead.take(world.core.db, { ...taking, amount: 2 });
    await draft("r1");
    expect(await outcome(draft("r2"))).toBe("quota_exceeded");
    await world.pool.query(
      "UPDATE quota_leases SET expires_at = now() - interval '1 second' WHERE organization_id = $1",
      [org.id],
    );
    for (let count = 2; count <= 5; count++) await draft(`r${count}`);
    expect(await outcome(draft("r6"))).toBe("quota_exceeded");
  });
});
