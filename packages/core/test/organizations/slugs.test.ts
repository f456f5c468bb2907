import { randomUUID } from "node:crypto";
import { SHIPPED_ORGANIZATION_ID } from "@pragma/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Login, MemberContext } from "../../src/foundation/callers/index.ts";
import {
  changeSlug,
  createOrganization,
  findByAddress,
  leaveOrganization,
} from "../../src/identity/organizations/index.ts";
import { memberOf, signIn, whoIs } from "../support/login.ts";
import { addMember } from "../support/member.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld({ organizationCreation: "anyone" });
});

afterAll(() => world.close());

interface Owner {
  secret: string;
  login: Login;
  member: MemberContext;
  userId: string;
}

/** The owner of a new organization of that name. */
async function ownerOf(name: string): Promise<Owner & { slug: string }> {
  const { userId } = await addMember(world, "viewer");
  const { login, secret } = await signIn(world, userId);
  await leaveOrganization(world.core, memberOf(login));
  const { slug } = await createOrganization(world.core, login, { name });
  const again = await whoIs(world.core, secret);
  return { userId, secret, login: again, member: memberOf(again), slug };
}

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "done",
    (error: { code: string }) => error.code,
  );

const found = async ({ secret }: Owner, address: string): Promise<string | null> =>
  (await findByAddress(world.core, await whoIs(world.core, secret), address))?.slug ?? null;

describe("a slug", () => {
  it.each([
    ["Blue Bottle", "blue-bottle"],
    ["Übergröße & Söhne (Wien)", "ubergro-e-sohne-wien"],
    ["  --Ｆｕｌｌ Width № 5-- ", "full-width-no-5"],
    ["Istanbul I", "istanbul-i"],
    [`${"Very long ".repeat(9)}`, "very-long-very-long-very-long-very-long"],
    [`${"a".repeat(38)} b`, "a".repeat(38)],
  ])("is made from the name %j", async (name, slug) => {
    expect((await ownerOf(name)).slug).toBe(slug);
  });

  it.each(["北京", "!", "X", "0190a7c4-9a1b-7c3d-8e4f-5a6b7c8d9e0f"])(
    "is made up where the name %j gives none",
    async (name) => {
      expect((await ownerOf(name)).slug).toMatch(/^org-[0-9a-f]{6}$/);
    },
  );

  it("gets a number if it is taken, even by one created at the same moment", async () => {
    const slugs = await Promise.all(Array.from({ length: 5 }, async () => (await ownerOf("Same")).slug));
    expect(slugs.sort()).toEqual(["same", "same-2", "same-3", "same-4", "same-5"]);
    const long = [await ownerOf("b".repeat(60)), await ownerOf("b".repeat(60))];
    expect(long.map(({ slug }) => slug)).toEqual(["b".repeat(39), `${"b".repeat(37)}-2`]);
  });

  it("is given to many with one name", async () => {
    await world.pool.query(
      "INSERT INTO organizations (id, name) SELECT gen_random_uuid(), 'Crowd' FROM generate_series(1, 120)",
    );
    const { rows } = await world.pool.query("SELECT slug FROM organizations WHERE name = 'Crowd'");
    expect(rows).toHaveLength(120);
    for (const { slug } of rows) expect(slug).toMatch(/^crowd(-\d+)?$/);
  });

  it("is never an id, whoever writes it", async () => {
    await expect(
      world.pool.query("INSERT INTO organizations (id, name, slug) VALUES ($1, 'x', $2)", [randomUUID(), randomUUID()]),
    ).rejects.toThrow(/organizations_slug_form/);
  });
});

describe("changeSlug", () => {
  it("leads from the former one for 30 days, in which nobody else gets it", async () => {
    const [ann, ben] = [await ownerOf("First"), await ownerOf("Ben's")];
    await changeSlug(world.core, ann.member, { slug: "second" });
    await changeSlug(world.core, ann.member, { slug: "third" });
    for (const address of ["first", "second", "third", ann.member.organizationId]) {
      expect([address, await found(ann, address)]).toEqual([address, "third"]);
    }
    for (const slug of ["first", "second", "third"]) {
      expect(await code(changeSlug(world.core, ben.member, { slug }))).toBe("conflict");
    }
    expect((await ownerOf("First")).slug).toBe("first-2");

    await world.pool.query("UPDATE former_slugs SET expires_at = now() - interval '1 second' WHERE slug = 'first'");
    expect(await found(ann, "first")).toBeNull();
    expect(await found(ann, "second")).toBe("third");
    await changeSlug(world.core, ben.member, { slug: "first" });
    expect(await found(ben, "first")).toBe("first");
    expect(await found(ann, "first")).toBeNull();
    expect(await world.count("audit_entries", `action = 'organization.slug' AND details->>'slug' = 'first'`)).toBe(1);
  });

  it("returns an organization its former slug", async () => {
    const ann = await ownerOf("There and back");
    await changeSlug(world.core, ann.member, { slug: "away" });
    await changeSlug(world.core, ann.member, { slug: "there-and-back" });
    await changeSlug(world.core, ann.member, { slug: "there-and-back" });
    expect([await found(ann, "away"), await found(ann, "there-and-back")]).toEqual([
      "there-and-back",
      "there-and-back",
    ]);
    expect(await world.count("former_slugs", `organization_id = '${ann.member.organizationId}'`)).toBe(1);
  });

  it("is for owners, of free and well-formed slugs", async () => {
    const { context, organizationId, userId } = await addMember(world, "admin");
    const admin: MemberContext = { ...context, role: "owner" };
    expect(await code(changeSlug(world.core, admin, { slug: "mine" }))).toBe("missing_scope");
    const ann = await ownerOf("Well-formed");
    for (const slug of [
      "a",
      "-a",
      "A-b",
      "a b",
      "a/b",
      "a".repeat(40),
      organizationId,
      userId,
      SHIPPED_ORGANIZATION_ID,
    ]) {
      expect([slug, await code(changeSlug(world.core, ann.member, { slug }))]).toEqual([slug, "validation_failed"]);
    }
  });

  it("goes to one of two who ask at the same moment", async () => {
    const owners = await Promise.all(["One", "Two", "Three"].map(ownerOf));
    const outcomes = await Promise.all(
      owners.map(({ member }) => code(changeSlug(world.core, member, { slug: "won" }))),
    );
    expect(outcomes.sort()).toEqual(["conflict", "conflict", "done"]);
  });

  it("reserves at most ten former ones", async () => {
    const ann = await ownerOf("Collector");
    for (let count = 0; count < 10; count++) await changeSlug(world.core, ann.member, { slug: `collected-${count}` });
    expect(await code(changeSlug(world.core, ann.member, { slug: "collected-10" }))).toBe("conflict");
    expect(await code(changeSlug(world.core, ann.member, { slug: "collected-3" }))).toBe("done");
  });
});

describe("findByAddress", () => {
  it("does not find other people's organizations, whatever their current or former names", async () => {
    const [ann, ben] = [await ownerOf("Anns"), await ownerOf("Bens")];
    await changeSlug(world.core, ben.member, { slug: "bens-own" });
    for (const address of ["bens", "bens-own", ben.member.organizationId, "nobodys", randomUUID(), "", "\0", "%"]) {
      expect([address, await found(ann, address)]).toEqual([address, null]);
    }
  });
});
