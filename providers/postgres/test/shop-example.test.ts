import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { beforeAll, expect, test } from "vitest";
import provider from "../src/index.ts";
import { type Made, referencesIn, resolve } from "./support/resolve.ts";
import { makeLimitedAdministrator, serverVersion, useServer } from "./support/server.ts";
import { type Declared, friendlyId, readShop } from "./support/shop.ts";

type Type = keyof typeof provider.resources;

const server = useServer();
const documents = readShop("postgres://admin@localhost");

/** Makes what the example declares, each resource once those it refers to are made. */
class Shop {
  readonly made = new Map<string, Made>();
  readonly harness = new ProviderHarness(provider);
  readonly order: string[] = [];

  async apply(resources: Declared[]): Promise<void> {
    const left = new Set(resources);
    while (left.size > 0) {
      const ready = [...left].find((one) => needsOf(one).every((id) => this.made.has(id)));
      if (ready === undefined) throw new Error(`in a circle: ${[...left].map(friendlyId).join(", ")}`);
      await this.make(ready);
      left.delete(ready);
    }
  }

  async make(document: Declared): Promise<void> {
    const id = friendlyId(document);
    const config = resolve(document.config, this.made);
    this.made.set(id, { config, outputs: await this.outputsOf(document, config) });
    this.order.push(id);
  }

  private async outputsOf(document: Declared, config: Made["config"]): Promise<Made["outputs"]> {
    if (document.provider === "pragma") return config.data as Made["outputs"];
    const { resource, name } = document;
    const connection = this.made.get(connectionId(document) ?? "")?.config ?? null;
    const known = this.made.has(friendlyId(document));
    const result = await this.harness[known ? "update" : "create"](resource as Type, {
      name,
      config: config as never,
      connection: connection as never,
    });
    expect(result.error, friendlyId(document)).toBeNull();
    return (result.outputs ?? {}) as Made["outputs"];
  }
}

function connectionId({ provider: of, connection }: Declared): string | undefined {
  return connection && `${of}/connection/${connection}`;
}

/** What has to be made before it. */
function needsOf(document: Declared): string[] {
  return [...referencesIn(document.config).map(({ to }) => to), ...[connectionId(document) ?? []].flat()];
}

/** The same kind of administrator as in the quick start; before PostgreSQL 16 it had to be a superuser. */
async function administratorUrl(): Promise<string> {
  if ((await serverVersion(server)) < 160_000) return server.url();
  return await makeLimitedAdministrator(server, "createrole_self_grant = 'set, inherit'");
}

beforeAll(async () => {
  // Left by an earlier run, where the server is one that stays.
  await server.sql("DROP DATABASE IF EXISTS shop");
  await server.sql("DROP ROLE IF EXISTS shop_ada, shop_analysts, shop_owner");
});

test("the example has what it promises: eight resources or more, five types, two providers, every form, wrong order", () => {
  expect(documents.length).toBeGreaterThanOrEqual(8);
  expect(new Set(documents.map((one) => `${one.provider}/${one.resource}`)).size).toBeGreaterThanOrEqual(5);
  expect(new Set(documents.map((one) => one.provider))).toEqual(new Set(["pragma", "postgres"]));
  const references = documents.flatMap(({ config }) => referencesIn(config));
  expect(new Set(references.map(({ form }) => form))).toEqual(new Set(["object", "string", "interpolated", "whole"]));

  const ids = documents.map(friendlyId);
  for (const { to } of references) expect(ids).toContain(to);
  const forward = documents.flatMap(({ config }, index) =>
    referencesIn(config).filter(({ to }) => ids.indexOf(to) > index),
  );
  expect(forward.length).toBe(references.length);
});

test("the example works on a real server, its password rotates, and it can be taken down again", async () => {
  const shop = new Shop();
  const administrator = await administratorUrl();
  await shop.apply(readShop(administrator));
  const url = () => String(shop.made.get("postgres/database/shop")?.outputs.url);

  const facts = `SELECT current_database() AS database, current_user AS user,
    ARRAY(SELECT nspname::text FROM pg_namespace WHERE nspname IN ('public', 'sales') ORDER BY 1) AS schemas,
    ARRAY(SELECT extname::text FROM pg_extension ORDER BY 1) AS extensions`;
  expect(await server.sql(facts, [], url())).toEqual([
    { database: "shop", user: "shop_owner", schemas: ["public", "sales"], extensions: ["pg_trgm", "plpgsql"] },
  ]);
  expect(shop.made.get("pragma/config/shop-settings")?.outputs).toMatchObject({
    jdbc_url: expect.stringMatching(/^jdbc:postgresql:\/\/127\.0\.0\.1:\d+\/shop\?currentSchema=sales$/),
    database_port: Number(new URL(server.url()).port),
    database: { outputs: { owner: "shop_owner" } },
  });

  await server.sql("CREATE TABLE sales.orders AS SELECT 42 AS total", [], url());
  const ada = new URL(url());
  ada.username = "shop_ada";
  ada.password = "open-sesame-ada";
  expect(await server.sql("SELECT total FROM sales.orders", [], ada.href)).toEqual([{ total: 42 }]);
  await expect(server.sql("DELETE FROM sales.orders", [], ada.href)).rejects.toThrow(/permission denied/);

  const before = url();
  const rotated = readShop(administrator);
  const passwords = rotated.find(({ name }) => name === "shop-passwords");
  Object.assign(passwords?.config.data ?? {}, { owner: "another-password" });
  for (const name of ["shop-passwords", "shop-owner", "shop"]) {
    await shop.make(rotated.find((one) => one.name === name) as Declared);
  }
  expect(url()).not.toBe(before);
  expect(await server.sql("SELECT current_user AS user", [], url())).toEqual([{ user: "shop_owner" }]);
  await expect(server.sql("SELECT 1", [], before)).rejects.toThrow(/password authentication failed/);

  await server.sql("DROP TABLE sales.orders", [], url());
  const backwards = [...new Set(shop.order)].reverse().map((id) => documents.find((one) => friendlyId(one) === id));
  for (const one of backwards) {
    if (one?.provider !== "postgres") continue;
    expect((await shop.harness.delete(one.resource as Type, { name: one.name })).error, friendlyId(one)).toBeNull();
  }
  expect(await server.sql("SELECT 1 FROM pg_database WHERE datname = 'shop'")).toEqual([]);
  expect(await server.sql("SELECT 1 FROM pg_roles WHERE rolname LIKE 'shop\\_%'")).toEqual([]);
});
