import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listAudit } from "../../src/foundation/audit/index.ts";
import { listSecretUsers } from "../../src/resources/read/index.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(() => void world.moveOn());

const SECRET = "pragma/secret/key";

async function used() {
  const { entries } = await listAudit(world.core, world.org.context, { action: "secret.use" }, { limit: 100 });
  return entries.map(({ target, actor, details }) => ({ target, by: actor.name, ...details })).reverse();
}

async function users(key = SECRET) {
  const found = await listSecretUsers(world.core, world.org.context, key);
  return found.users.map(({ key: user, places, via, applied_by: by }) => ({ user, places, via, by: by.name }));
}

const use = (name: string, places: string[]) => ({
  target: "resource:pragma_secret_key",
  by: "Ann",
  used_by: `resource:test_open_${name}`,
  provider: "test",
  places,
});

it("is audited once when a config begins to use a secret, with who uses it and where", async () => {
  await world.org.apply(SECRET, { data: { value: "hunter2-long", other: "x" } });
  await world.org.apply("test/open/one", {
    a: "${pragma/secret/key.outputs.value}",
    keys: "${pragma/secret/key.outputs.keys}",
  });
  expect(await used()).toEqual([use("one", ["config.a"])]);

  await world.work();
  await world.org.apply("test/open/one", { a: "${pragma/secret/key.outputs.value}", plain: 1 });
  expect(await used()).toHaveLength(1);
  await world.work();
  await world.org.apply("test/open/one", {
    a: "${pragma/secret/key.outputs.value}",
    list: [{ "tls.crt": "x${pragma/secret/key.outputs.other}" }],
  });
  await world.org.draft("test/open/two", {
    whole: { __dependency__: true, provider: "pragma", resource: "secret", name: "key" },
  });
  expect((await used()).slice(1)).toEqual([use("one", ['config.list[0]["tls.crt"]']), use("two", ["config.whole"])]);
});

it("is audited for sensitive outputs of any type, and for no others", async () => {
  await world.org.apply("test/open/one", { a: "${test/item/base.outputs.text}", b: "${test/item/base.outputs.token}" });

  expect(await used()).toMatchObject([{ target: "resource:test_item_base", places: ["config.b"] }]);
});

it("shows whose provider receives it, even through what the platform passes on", async () => {
  await world.org.apply(SECRET, { data: { value: "hunter2-long" } });
  await world.org.apply("test/open/direct", { a: "${pragma/secret/key.outputs.value}" });
  await world.org.apply("pragma/config/url", { data: { url: "x://${pragma/secret/key.outputs.value}@h" } });
  await world.org.apply("test/open/further", { url: "${pragma/config/url.outputs.url}" });
  await world.org.apply("test/open/keys", { keys: "${pragma/secret/key.outputs.keys}" });

  expect(await users()).toEqual([
    { user: "pragma/config/url", places: ["config.data.url"], via: null, by: "Ann" },
    { user: "test/open/direct", places: ["config.a"], via: null, by: "Ann" },
    { user: "test/open/further", places: ["config.url"], via: "pragma/config/url", by: "Ann" },
  ]);
  expect(await users("test/open/direct")).toEqual([]);
  const other = world.organization();
  await expect(listSecretUsers(world.core, other.context, SECRET)).rejects.toThrow("not found");
});
