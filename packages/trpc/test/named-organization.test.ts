import { randomUUID } from "node:crypto";
import { memberIn } from "@pragma/core/accounts";
import { visitOrganization } from "@pragma/core/organizations";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { appRouter, createCaller } from "../src/index.ts";
import { join } from "./support/callers.ts";

let world: World;
let mine: Awaited<ReturnType<typeof join>>;
let others: Awaited<ReturnType<typeof join>>;

beforeAll(async () => {
  world = await createWorld();
  mine = await join(world, "owner");
  others = await join(world, "owner");
});
afterAll(() => world.close());

const procedures = Object.keys(appRouter._def.procedures);
/** For whoever has the link: of no organization, and asked by nobody who would have a login. */
const PUBLIC = ["invitations.get"];

/** Calls a procedure as a signed-in user, on a page of an organization. @returns its error */
async function refusalOf(path: string, organizationId: string | null): Promise<unknown> {
  const { core } = world;
  const client = { address: "127.0.0.1", userAgent: null };
  const { login } = mine;
  let target: unknown = createCaller({ core, login, organizationId, correlationId: "request-1", client });
  for (const step of path.split(".")) target = (target as Record<string, unknown>)[step];
  return (target as (input: unknown) => Promise<unknown>)({ unknown: true }).then(
    () => null,
    (error: unknown) => error,
  );
}

const unnamed = { code: "FORBIDDEN", message: "The call does not name an organization" };
const refused = { code: "FORBIDDEN", message: "You are not a member of this organization" };

describe("a call", () => {
  it.each(procedures.filter((path) => !PUBLIC.includes(path)))(
    "of %s is refused in an organization of others",
    async (path) => {
      const before = await world.everything();
      for (const id of [others.organizationId, randomUUID(), "acme", ""]) {
        expect(await refusalOf(path, id)).toMatchObject(refused);
      }
      expect(await world.everything()).toEqual(before);
    },
  );

  it("that names no organization acts in none, whichever was viewed last", async () => {
    const inNone = /^(account\.(?!sessionToken)|operator\.|organizations\.create$|invitations\.(get|accept)$)/;
    for (const path of procedures.filter((name) => !inNone.test(name))) {
      expect([path, await refusalOf(path, null)]).toMatchObject([path, unnamed]);
    }
  });

  it("acts in the organization that it names, whichever was viewed last", async () => {
    await world.pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'admin')", [
      others.organizationId,
      mine.userId,
    ]);
    const both = { ...mine.login, organizations: [...mine.login.organizations, ...others.login.organizations] };
    await visitOrganization(world.core, both, others.organizationId);
    const pages = [mine, others].map(({ organizationId }) => {
      const client = { address: "127.0.0.1", userAgent: null };
      return createCaller({ core: world.core, login: both, organizationId, correlationId: "request-1", client });
    });
    const item = { provider: "test", resource: "item", config: {} };
    await Promise.all(pages.map((page, index) => page.resources.applyOne({ ...item, name: `of-${index}` })));
    const shown = await Promise.all(
      pages.map(async (page) => (await page.resources.list({})).items.map(({ key }) => key)),
    );
    expect(shown).toEqual([["test/item/of-0"], ["test/item/of-1"]]);
    expect(memberIn(both, mine.organizationId)?.organizationId).toBe(mine.organizationId);
  });
});
