import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase, withClient } from "@pragma/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, createPool, type Database, isOutage } from "../src/index.ts";
import { prismaClient } from "../src/prisma/client.ts";
import { acrossOrganizations, inInstallation, inOrganization } from "../src/prisma/scopes.ts";

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Database;
let sent: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, name: "prisma-test", max: 1 });
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const watched = (...args: [string | { text: string }, ...unknown[]]): unknown => {
      sent.push(typeof args[0] === "string" ? args[0] : args[0].text);
      return query(...args);
    };
    Object.assign(client, { query: watched });
  });
  db = createDatabase(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

interface Place {
  organizationId: string;
  userId: string;
}

/** An organization with one member. */
async function place(): Promise<Place> {
  const organizationId = randomUUID();
  const userId = randomUUID();
  await pool.query("INSERT INTO organizations (id, name) VALUES ($1, 'one')", [organizationId]);
  await pool.query("INSERT INTO users (id, email) VALUES ($1, $2)", [userId, `${userId}@example.com`]);
  await pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'owner')", [
    organizationId,
    userId,
  ]);
  return { organizationId, userId };
}

const tokenOf = ({ userId }: Place, name: string) => ({
  id: randomUUID(),
  userId,
  name,
  prefix: "p",
  tokenHash: new Uint8Array(Buffer.from(randomUUID())),
});

let here: Place;
let there: Place;
beforeEach(async () => {
  here = await place();
  there = await place();
  sent = [];
});

const tokens = (on: Database, { organizationId }: Place) =>
  inOrganization(on.tenant(organizationId), ({ apiToken }) => apiToken.findMany({ select: { name: true } }));

const add = (on: Database, owner: Place, name: string) =>
  inOrganization(on.tenant(owner.organizationId), ({ apiToken }) => apiToken.create({ data: tokenOf(owner, name) }));

describe("Prisma Client on the connection of a transaction", () => {
  it("writes what statements beside it see, and what a rollback undoes", async () => {
    await expect(
      db.transaction(async (inside) => {
        await add(inside, here, "a");
        expect(await tokens(inside, here)).toEqual([{ name: "a" }]);
        throw new Error("mine");
      }),
    ).rejects.toThrow("mine");
    expect(await tokens(db, here)).toEqual([]);
    expect(sent.filter((text) => /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT)/.test(text))).toEqual(["BEGIN", "ROLLBACK"]);
  });

  it("is undone with a savepoint alone", async () => {
    await db.transaction(async (inside) => {
      await add(inside, here, "kept");
      await inside
        .transaction(async (deeper) => {
          await add(deeper, here, "undone");
          throw new Error("mine");
        })
        .catch(() => undefined);
    });
    expect(await tokens(db, here)).toEqual([{ name: "kept" }]);
  });

  it("keeps transactions apart that run the same query at the same moment", async () => {
    const wide = createPool({ url: database.url, name: "prisma-wide-test", max: 2 });
    const both = createDatabase(wide);
    // Neither ends before the other has read.
    const meet = () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      let there = 0;
      return (): Promise<void> => {
        if (++there === 2) resolve();
        return promise;
      };
    };
    const [written, read] = [meet(), meet()];
    const seen = await Promise.all(
      ["a", "b"].map((name) =>
        both.transaction(async (inside) => {
          await add(inside, here, name);
          await written();
          const rows = await tokens(inside, here);
          await read();
          return rows;
        }),
      ),
    );
    expect(seen).toEqual([[{ name: "a" }], [{ name: "b" }]]);
    await wide.end();
  });

  it("takes a savepoint for calls that need several statements, and refuses those outside", async () => {
    const create = (on: Database) =>
      acrossOrganizations(on, ({ organization }) =>
        organization.create({
          data: {
            id: randomUUID(),
            name: "made",
            memberships: { create: { userId: here.userId, role: "owner" } },
          },
        }),
      );
    await expect(create(db)).rejects.toThrow("in a transaction");
    await db.transaction(create);
    const outer = sent.filter((text) => /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)/.test(text));
    expect(outer).toEqual(["BEGIN", "SAVEPOINT prisma", "RELEASE SAVEPOINT prisma", "COMMIT"]);
  });

  it("gets no second connection inside a transaction", async () => {
    await expect(db.transaction(() => tokens(db, here))).rejects.toThrow(/Prisma Client asks the pool/);
  });

  it("names its statements, so that each is planned once per connection", async () => {
    await tokens(db, here);
    await tokens(db, there);
    const { rows } = await pool.query<{ uses: string }>(
      `SELECT generic_plans + custom_plans AS uses FROM pg_prepared_statements
       WHERE name LIKE 'prisma_%' AND statement LIKE 'SELECT "public"."api_tokens"."id", "public"."api_tokens"."name"%'`,
    );
    expect(Number(rows[0]?.uses)).toBeGreaterThanOrEqual(2);
  });
});

describe("errors of Prisma Client", () => {
  const failure = async (work: () => Promise<unknown>): Promise<Error & { code?: string; constraint?: string }> =>
    work().then(
      () => Promise.reject(new Error("It went well")),
      (error: unknown) => error as Error,
    );

  it("are those of the driver, which retries and outages are recognised by", async () => {
    const data = tokenOf(here, "a");
    const create = () =>
      inOrganization(db.tenant(here.organizationId), ({ apiToken }) => apiToken.create({ data, select: { id: true } }));
    await create();
    const { code, constraint } = await failure(create);
    expect([code, constraint]).toEqual(["23505", "api_tokens_pkey"]);
  });

  it("tell serialization failures, deadlocks and time limits by their SQLSTATE", async () => {
    for (const wanted of ["40001", "40P01", "57014", "55P03"]) {
      await pool.query(
        `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '${wanted}'; END $$;
         CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON api_tokens EXECUTE FUNCTION refuse()`,
      );
      const error = await failure(() => add(db, here, "a"));
      expect([error.code, isOutage(error)]).toEqual([wanted, true]);
    }
    await pool.query("DROP TRIGGER refuse ON api_tokens");
  });

  it("are an outage once the connection is lost", async () => {
    const error = await failure(() =>
      db.transaction(async (inside) => {
        await tokens(inside, here);
        const end =
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'prisma-test'";
        await withClient(database.url, (admin) => admin.query(end));
        await add(inside, here, "a");
      }),
    );
    expect(isOutage(error)).toBe(true);
    expect(await tokens(db, here)).toEqual([]);
  });

  it("contain no parameter values", async () => {
    const wrong = { ...tokenOf(here, "very-secret"), prefix: 7 as unknown as string };
    const error = await failure(() =>
      inOrganization(db.tenant(here.organizationId), ({ apiToken }) => apiToken.create({ data: wrong })),
    );
    expect(error.message).toContain("prefix");
    expect(error.message).not.toContain("very-secret");
  });
});

describe("the organization's scope", () => {
  it("reads, counts, changes and deletes only rows of that one", async () => {
    await add(db, here, "mine");
    await add(db, there, "theirs");
    const seen = await inOrganization(db.tenant(here.organizationId), async ({ apiToken }) => ({
      rows: await apiToken.findMany({ where: { OR: [{ name: "theirs" }, { name: "mine" }] }, select: { name: true } }),
      count: await apiToken.count(),
      groups: (await apiToken.groupBy({ by: ["name"] })).length,
      changed: (await apiToken.updateMany({ where: { userId: there.userId }, data: { name: "taken" } })).count,
      gone: (await apiToken.deleteMany({ where: { userId: there.userId } })).count,
    }));
    expect(seen).toEqual({ rows: [{ name: "mine" }], count: 1, groups: 1, changed: 0, gone: 0 });
    expect(await tokens(db, there)).toEqual([{ name: "theirs" }]);
  });

  it("gives new rows to that one, whatever they say", async () => {
    const { organizationId, userId } = here;
    const data = { ...tokenOf(here, "a"), organizationId: there.organizationId };
    await inOrganization(db.tenant(organizationId), ({ apiToken }) => apiToken.create({ data }));
    expect(await tokens(db, here)).toEqual([{ name: "a" }]);
    const moved = { userId, organizationId: there.organizationId };
    await expect(
      inOrganization(db.tenant(organizationId), ({ apiToken }) => apiToken.updateMany({ data: moved })),
    ).rejects.toThrow("organizationId");
  });

  it("holds for what is selected along with a row", async () => {
    await pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'viewer')", [
      there.organizationId,
      here.userId,
    ]);
    const read = () =>
      inOrganization(db.tenant(here.organizationId), ({ membership }) =>
        membership.findFirst({ select: { user: { select: { memberships: { select: { role: true } } } } } }),
      );
    expect(await read()).toEqual({ user: { memberships: [{ role: "owner" }] } });
  });

  it("holds for rows written along with one: none of another organization is taken over", async () => {
    const theirs = await add(db, there, "theirs");
    const data = { userId: there.userId, role: "viewer", tokens: { connect: { id: theirs.id } } };
    const connect = (on: Database) =>
      inOrganization(on.tenant(here.organizationId), ({ membership }) => membership.create({ data }));
    await expect(db.transaction(connect)).rejects.toThrow("tokens are rows of their own");
    expect(await tokens(db, there)).toEqual([{ name: "theirs" }]);
  });

  it("is required along a relation as well: what belongs to no organization leads to no row of one", async () => {
    const { userId } = there;
    const ways: ((on: Database) => Promise<unknown>)[] = [
      (on) => inInstallation(on, ({ user }) => user.findFirst({ include: { memberships: true } })),
      (on) =>
        inInstallation(on, ({ oauthAccount }) =>
          oauthAccount.findFirst({ select: { user: { select: { logins: true } } } }),
        ),
      (on) =>
        inInstallation(on, ({ user }) => user.findFirst({ select: { _count: { select: { memberships: true } } } })),
      (on) =>
        inInstallation(on, ({ user }) => user.count({ where: { NOT: { memberships: { some: { role: "owner" } } } } })),
      (on) =>
        inInstallation(on, ({ user }) =>
          user.upsert({
            where: { id: userId },
            create: { id: userId, email: "x" },
            update: { memberships: { deleteMany: {} } },
          }),
        ),
    ];
    for (const way of ways) await expect(db.transaction(way)).rejects.toThrow("not bound to an organization");
    const { rows } = await pool.query("SELECT role FROM memberships WHERE user_id = $1", [userId]);
    expect(rows).toEqual([{ role: "owner" }]);
  });

  it("sees only its own organization", async () => {
    const found = await inOrganization(db.tenant(here.organizationId), ({ organization }) =>
      organization.findMany({ select: { id: true } }),
    );
    expect(found).toEqual([{ id: here.organizationId }]);
  });

  it("is required: without an organization such rows are out of reach", async () => {
    // @ts-expect-error tokens belong to organizations
    const tokensOfAll = inInstallation(db, ({ apiToken }) => apiToken?.findMany());
    await expect(tokensOfAll).rejects.toThrow("not bound to an organization");
    await expect(prismaClient().apiToken.findMany()).rejects.toThrow("without a database");
    // @ts-expect-error two of them in one tick would be one statement
    const unique = inInstallation(db, ({ user }) => user.findUnique({ where: { id: here.userId } }));
    await expect(unique).rejects.toThrow("use findFirst");
    const incomplete = inOrganization(db.tenant(here.organizationId), ({ apiToken }) =>
      // @ts-expect-error a row needs all of its columns but the organization's
      apiToken.create({ data: { name: "a" } }),
    );
    await expect(incomplete).rejects.toThrow(/missing/);
  });
});
