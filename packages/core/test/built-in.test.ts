import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Organization } from "./support/organization.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  await world.pool.query("INSERT INTO organizations (id, name) VALUES ($1, 'files')", [org.id]);
});
afterAll(() => world.close());

const FILE = { content_type: "text/plain", content: "hello" };

describe("pragma/config", () => {
  it("gives its data as outputs, references in all forms resolved, at any depth", async () => {
    await org.apply("test/open/source", { text: "abc", list: [1, { "tls.crt": "pem" }], none: null });
    await org.apply("pragma/config/c", {
      data: {
        typed: "${test/open/source.outputs.list}",
        indexed: "${test/open/source.outputs.list.1.tls.crt}",
        nothing: "${test/open/source.config.none}",
        text: "<${test/open/source.outputs.text}> $${HOME} ${HOME}",
        object: { provider: "test", resource: "open", name: "source", field: "config.text" },
        whole: [{ __dependency__: true, provider: "test", resource: "open", name: "source" }],
      },
    });
    await world.work();
    const source = { text: "abc", list: [1, { "tls.crt": "pem" }], none: null };
    expect((await org.get("pragma/config/c")).outputs).toEqual({
      typed: [1, { "tls.crt": "pem" }],
      indexed: "pem",
      nothing: null,
      text: "<abc> ${HOME} ${HOME}",
      object: "abc",
      whole: [
        { __dependency__: true, provider: "test", resource: "open", name: "source", config: source, outputs: source },
      ],
    });
  });

  it("composes from others of its kind, and hands changes on", async () => {
    await org.apply("pragma/config/a", { data: { host: "one" } });
    await org.apply("pragma/config/b", { data: { url: "http://${pragma/config/a.outputs.host}/" } });
    await org.apply("test/item/user", { text: "${pragma/config/b.outputs.url}" });
    await world.work();
    await org.apply("pragma/config/a", { data: { host: "two" } });
    await world.work();
    expect((await org.get("test/item/user")).resolved_config).toEqual({ text: "http://two/" });
  });
});

describe("the signed address of a pragma/file", () => {
  it("exists for those who resolve it, is not stored with the file, and is not a change in itself", async () => {
    await org.apply("pragma/file/f", FILE);
    await org.apply("test/item/by-address", { text: "get ${pragma/file/f.outputs.public_url}" });
    await org.apply("test/item/by-checksum", { text: "${pragma/file/f.outputs.checksum}" });
    await world.work();
    const { outputs } = await org.get("pragma/file/f");
    expect(outputs["public_url"]).toMatch(/\/files\/f\/download\?expires=\d+&signature=/);
    expect((await org.row("pragma/file/f"))?.outputs).not.toContain("signature");
    expect((await org.get("test/item/by-address")).resolved_config).toEqual({ text: `get ${outputs["public_url"]}` });

    // Another day, another signature: a look at the resource finds nothing new.
    await world.pool.query(
      `UPDATE resources SET stale_since = now(),
         resolved_config = replace(resolved_config::text, 'expires=', 'expires=1')::json
       WHERE organization_id = $1 AND key = 'test/item/by-address'`,
      [org.id],
    );
    world.provider.take();
    expect(await world.claim("test/item/by-address")).toBe(false);
    expect(await org.standing("test/item/by-address")).toBe("ready");

    // Other content: dependents on the checksum learn of it.
    await org.apply("pragma/file/f", { ...FILE, content: "other" });
    await world.work();
    expect(world.provider.take()).toEqual(["pragma/file/f UPDATE", "test/item/by-checksum UPDATE"]);
  });

  it("stays with the same content", async () => {
    await org.apply("pragma/file/f", FILE);
    await org.apply("test/item/user", { value: "${pragma/file/f.outputs.checksum}" });
    await world.work();
    const before = await world.everything();
    await org.apply("pragma/file/f", FILE);
    expect(await world.everything()).toEqual(before);
  });
});
