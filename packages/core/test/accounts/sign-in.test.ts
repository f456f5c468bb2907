import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { verifyCredentials } from "../../src/identity/accounts/index.ts";
import { anotherAddress, CLIENT, givePassword, PASSWORD, signIn } from "../support/login.ts";
import { addMember, type Member } from "../support/member.ts";
import { withReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let ann: Member;

beforeAll(async () => {
  world = await createWorld();
});

beforeEach(async () => {
  ann = await addMember(world, "member");
  await givePassword(world, ann.userId);
});

afterAll(() => world.close());

const tryIt = (email: string, password = PASSWORD, address = CLIENT.address) =>
  verifyCredentials(world.core, { email, password }, { address });

/** Tries wrong passwords until it is refused. @returns how many were checked */
async function exhaust(email: string): Promise<number> {
  for (let count = 0; ; count++) {
    const error = await tryIt(email, "wrong", anotherAddress()).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null) continue;
    expect(error).toMatchObject({
      code: "rate_limited",
      message: expect.stringMatching(/^Too many attempts: try again in \d+ minutes$/),
    });
    return count;
  }
}

describe("verifyCredentials", () => {
  it("recognises an account by its email, in any spelling, and its password", async () => {
    expect(await tryIt(` ${ann.email.toUpperCase()} `)).toMatchObject({ userId: ann.userId });
    expect(await tryIt(ann.email, `${PASSWORD}!`)).toBeNull();
    expect(await tryIt(ann.email, "")).toBeNull();
    expect(await tryIt(ann.email, PASSWORD + "x".repeat(5000))).toBeNull();
  });

  it.each(["", "nobody", "nobody@example.com", "a\0b@example.com", `${"a".repeat(300)}@example.com`])(
    "knows nobody by %j",
    async (email) => {
      expect(await tryIt(email, PASSWORD, anotherAddress())).toBeNull();
    },
  );

  it("does the same work whether there is an account, or one without a password, or none", async () => {
    const ben = await addMember(world, "member");
    const query = vi.spyOn(world.core.db, "query");
    const send = vi.spyOn(world.core.db, "send");
    const work: string[][] = [];
    for (const email of [ann.email, ben.email, "nobody@example.com", "no email"]) {
      query.mockClear();
      send.mockClear();
      expect(await tryIt(email, "wrong password", anotherAddress())).toBeNull();
      const statements = query.mock.calls.map(([statement]) => statement.name);
      work.push([...statements, ...send.mock.calls.map(([{ text }]) => text)]);
    }
    query.mockRestore();
    send.mockRestore();
    expect(work[0]).toEqual(["take_sign_in_attempts", expect.stringContaining('FROM "public"."users"')]);
    expect(new Set(work.map(String)).size).toBe(1);
    expect(await world.count("audit_entries", `organization_id = '${ann.organizationId}'`)).toBe(0);
  });

  it("allows 10 failures per account, even for one that does not exist, and stores no text that was tried", async () => {
    expect(await exhaust(ann.email)).toBe(10);
    expect(await exhaust("ghost@example.com")).toBe(10);
    await expect(tryIt(ann.email, PASSWORD, anotherAddress())).rejects.toMatchObject({ code: "rate_limited" });
    expect(await world.tablesHolding("ghost@example.com")).toEqual([]);
    await world.pool.query("UPDATE sign_in_attempts SET started_at = now() - interval '15 minutes'");
    expect(await tryIt(ann.email)).toMatchObject({ userId: ann.userId });
  });

  it("never locks the right password out of a browser that is signed in to the account", async () => {
    const { login } = await signIn(world, ann.userId);
    const { login: another } = await signIn(world, (await addMember(world, "member")).userId);
    const address = anotherAddress();
    for (let n = 0; n < 50; n++) await tryIt(`ghost-${n}@example.net`, "wrong", address);
    await exhaust(ann.email);
    const from = (browser: typeof login | null, password = PASSWORD) =>
      verifyCredentials(world.core, { email: ann.email, password }, { address }, browser);
    for (const browser of [null, another]) await expect(from(browser)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await from(login)).toMatchObject({ userId: ann.userId });
    // Guessing from there is limited separately.
    for (let n = 0; n < 10; n++) expect(await from(login, "wrong")).toBeNull();
    await expect(from(login)).rejects.toMatchObject({ code: "rate_limited" });
  });

  it("lets no more through when they arrive at once, over replicas", async () => {
    await withReplica(world, async (replica) => {
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, n) =>
          verifyCredentials(
            n % 2 ? replica : world.core,
            { email: ann.email, password: "wrong" },
            { address: anotherAddress() },
          ),
        ),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
    });
  });

  it("resets an account after a success, but not its address", async () => {
    const address = anotherAddress();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 9; n++) expect(await tryIt(ann.email, "wrong", address)).toBeNull();
      expect(await tryIt(ann.email, PASSWORD, address)).not.toBeNull();
    }
    for (let n = 27; n < 50; n++) expect(await tryIt(`ghost-${n}@example.com`, "wrong", address)).toBeNull();
    await expect(tryIt(ann.email, PASSWORD, address)).rejects.toMatchObject({ code: "rate_limited" });
    expect(await tryIt(ann.email, PASSWORD, anotherAddress())).not.toBeNull();
  });

  it("counts an IPv6 network as one address", async () => {
    for (let n = 0; n < 50; n++) await tryIt(`x${n}@example.com`, "wrong", `2001:db8:7:7::${n}`);
    await expect(tryIt(ann.email, PASSWORD, "2001:db8:7:7:ffff::1")).rejects.toMatchObject({ code: "rate_limited" });
    expect(await tryIt(ann.email, PASSWORD, "2001:db8:7:8::1")).not.toBeNull();
  });
});
