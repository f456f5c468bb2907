import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { authenticate } from "../../src/identity/access/index.ts";
import { completeSetup, needsSetup, verifyCredentials } from "../../src/identity/accounts/index.ts";
import { bootstrap } from "../../src/identity/bootstrap/index.ts";
import { anotherAddress, CLIENT, PASSWORD, signIn } from "../support/login.ts";
import { addMember } from "../support/member.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

const CODE = "K7QX-M2PD-9RTW";
const TOKEN = "5f1c9a7e3b2d48066a90c1d2e3f4a5b6";
const INPUT = {
  code: CODE,
  email: "Ann@Example.com",
  name: "Ann",
  password: PASSWORD,
  organizationName: "Acme",
};

let world: World;

beforeEach(async () => {
  world = await createWorld();
});

afterEach(() => world.close());

const META = { correlationId: "request-1", address: CLIENT.address };

const setUp = (change: object = {}, expected: string | undefined = CODE, address = CLIENT.address) =>
  completeSetup(world.core, { ...INPUT, ...change }, expected, { ...META, address });

/** Lets all reach the lock that one of them gets first, and then go on. */
async function together(acts: readonly (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
  const holder = await world.pool.connect();
  try {
    await holder.query("BEGIN");
    await holder.query("SELECT pg_advisory_xact_lock(hashtextextended('bootstrap', 0))");
    const results = Promise.allSettled(acts.map((act) => act()));
    const waiting =
      "locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    await vi.waitFor(async () => expect(await world.count("pg_locks", waiting)).toBe(acts.length), 10_000);
    await holder.query("COMMIT");
    return await results;
  } finally {
    holder.release(true);
  }
}

describe("completeSetup", () => {
  it("makes the owner of an organization, who can sign in, and audits it", async () => {
    expect(await needsSetup(world.core)).toBe(true);
    const { userId } = await setUp({ code: ` ${CODE} ` });
    expect(await needsSetup(world.core)).toBe(false);
    expect(await verifyCredentials(world.core, INPUT, CLIENT)).toMatchObject({ userId });
    const { login } = await signIn(world, userId);
    expect(login).toMatchObject({
      email: "ann@example.com",
      name: "Ann",
      organizations: [{ slug: "acme", name: "Acme", role: "owner" }],
    });
    expect(await world.count("audit_entries", "action = 'setup.complete' AND actor->>'name' = 'Ann'")).toBe(1);
    expect(await world.tablesHolding(PASSWORD)).toEqual([]);
    expect(await world.tablesHolding(CODE)).toEqual([]);
  });

  it("happens once, whatever the code", async () => {
    await setUp();
    await expect(setUp({ email: "ben@example.com" })).rejects.toMatchObject({ code: "conflict" });
    await expect(setUp({ code: "wrong" })).rejects.toMatchObject({ code: "conflict" });
    expect(await world.count("users")).toBe(1);
  });

  it("is won by one of two at once, over replicas", async () => {
    const results = await withReplica(world, (replica) =>
      together([
        () => setUp({ email: "ann@example.com" }),
        () => completeSetup(replica, { ...INPUT, email: "ben@example.com" }, CODE, META),
      ]),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    expect([await world.count("users"), await world.count("organizations")]).toEqual([1, 1]);
    // Nobody could look at its pages before, so it is called by its name from the first.
    expect(await world.count("organizations", "slug = 'acme'")).toBe(1);
    expect(await world.count("former_slugs")).toBe(0);
  });

  it.each([
    [{ code: "wrong" }, "code"],
    [{ code: "" }, "code"],
    [{ email: "ann" }, "email"],
    [{ email: "a\0@example.com" }, "email"],
    [{ name: "  " }, "name"],
    [{ name: "A\0" }, "name"],
    [{ password: "short" }, "password"],
    [{ password: "password1234" }, "password"],
    [{ password: "ANN@example.com" }, "password"],
    [{ organizationName: "" }, "organizationName"],
  ])("refuses %j at its field", async (change, field) => {
    await expect(setUp(change)).rejects.toMatchObject({ code: "validation_failed", issues: [{ loc: [field] }] });
    expect(await world.count("users")).toBe(0);
  });

  it("says how to get a code if there is none", async () => {
    await expect(setUp({}, "")).rejects.toMatchObject({
      code: "bad_request",
      message: expect.stringMatching(/PRAGMA_SETUP_CODE.*PRAGMA_ADMIN_EMAIL/),
    });
  });

  it("is limited by address and in total, and other typing errors do not count", async () => {
    for (let n = 0; n < 20; n++) await expect(setUp({ name: "" })).rejects.toMatchObject({ code: "validation_failed" });
    for (let n = 0; n < 10; n++)
      await expect(setUp({ code: "x" })).rejects.toMatchObject({ code: "validation_failed" });
    await expect(setUp()).rejects.toMatchObject({
      code: "rate_limited",
      message: expect.stringMatching(/try again in \d+ minutes/),
    });
    const guesses = Array.from({ length: 50 }, () => setUp({ code: "x" }, CODE, anotherAddress()));
    const results = await Promise.allSettled(guesses);
    const codes = results.map((result) => result.status === "rejected" && result.reason.code);
    expect(codes.filter((code) => code === "validation_failed")).toHaveLength(39);
    await expect(setUp({}, CODE, anotherAddress())).rejects.toMatchObject({ code: "rate_limited" });
    await world.pool.query("UPDATE sign_in_attempts SET started_at = now() - interval '15 minutes'");
    await setUp();
  });
});

describe("a start with a token alone", () => {
  it("works for programs at once, and set-up makes its owner an account", async () => {
    expect(await bootstrap(world.core, { bootstrapToken: TOKEN })).toEqual({ created: true, tokenAdded: true });
    expect(await bootstrap(world.core, { bootstrapToken: TOKEN })).toEqual({ created: false, tokenAdded: false });
    const before = await authenticate(world.core, TOKEN, "r");
    expect(before).toMatchObject({ organizationName: "Default", email: "owner@pragma.local" });
    expect(await needsSetup(world.core)).toBe(true);
    expect(await verifyCredentials(world.core, { email: "owner@pragma.local", password: "" }, CLIENT)).toBeNull();

    const { userId } = await setUp();
    expect(userId).toBe(before?.userId);
    const after = await authenticate(world.core, TOKEN, "r");
    expect(after).toMatchObject({ userId, email: "ann@example.com", organizationName: "Acme" });
    expect([await world.count("users"), await world.count("organizations")]).toEqual([1, 1]);
  });

  it("is claimed by an account that the environment names later, but only once", async () => {
    await bootstrap(world.core, { bootstrapToken: TOKEN });
    const account = { adminEmail: "ops@example.com", adminPassword: PASSWORD };
    expect(await bootstrap(world.core, account)).toEqual({ created: true, tokenAdded: false });
    expect(await authenticate(world.core, TOKEN, "r")).toMatchObject({ email: "ops@example.com" });
    expect(await bootstrap(world.core, { ...account, adminEmail: "owner@pragma.local" })).toMatchObject({
      created: false,
      warning: expect.stringContaining("owner@pragma.local"),
    });
    await expect(setUp()).rejects.toMatchObject({ code: "conflict" });
  });

  it("keeps the placeholder's own email if the environment names that", async () => {
    await bootstrap(world.core, { bootstrapToken: TOKEN });
    const account = { adminEmail: "owner@pragma.local", adminPassword: PASSWORD, bootstrapToken: TOKEN };
    expect(await bootstrap(world.core, account)).toEqual({ created: true, tokenAdded: false });
    expect(await needsSetup(world.core)).toBe(false);
  });

  it("gives another value to the first owner, whoever that is at that time", async () => {
    await bootstrap(world.core, { bootstrapToken: TOKEN });
    const { userId } = await setUp();
    await addMember(world, "owner");
    const other = "9b8a7c6d5e4f30215f1c9a7e3b2d4806";
    expect(await bootstrap(world.core, { bootstrapToken: other })).toEqual({ created: false, tokenAdded: true });
    expect(await authenticate(world.core, other, "r")).toMatchObject({ userId });
    expect(await authenticate(world.core, TOKEN, "r")).toBeNull();
  });

  it("creates one placeholder when processes start at once, and set-up claims it once", async () => {
    await withReplica(world, async (replica) => {
      const results = await Promise.all(
        [0, 1, 2, 3].map((n) => bootstrap(n % 2 ? replica : world.core, { bootstrapToken: TOKEN })),
      );
      expect(results.filter(({ created }) => created)).toHaveLength(1);
    });
    const account = { adminEmail: "ops@example.com", adminPassword: PASSWORD };
    const claims = await together([
      () => setUp(),
      async () => {
        if (!(await bootstrap(world.core, account)).created) throw new Error("too late");
      },
    ]);
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await world.count("users")).toBe(1);
  });
});
