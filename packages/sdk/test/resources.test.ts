import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ConflictError,
  MissingDependencyError,
  NotFoundError,
  Pragma,
  PreconditionFailedError,
  ResourceFailedError,
  ValidationError,
  WaitTimeoutError,
} from "../src/client/index.ts";

let stack: Stack;
let pragma: Pragma;

beforeAll(async () => {
  stack = await joinStack();
  pragma = new Pragma({ apiUrl: stack.apiUrl, token: stack.token });
});

afterAll(() => stack?.stop());

const site = (name: string, data: Record<string, unknown>) =>
  ({ provider: "pragma", resource: "config", name, config: { data }, lifecycle_state: "pending" }) as const;

describe("apply and wait", () => {
  it("returns a ready resource with its outputs, whatever the order", async () => {
    const shop = await pragma.resources.apply(site("shop", { link: "https://${pragma/secret/dns.outputs.host}/" }));
    expect(shop).toMatchObject({ lifecycle_state: "pending", provider: "pragma", name: "shop" });
    const waiting = pragma.resources.waitUntilReady(shop);
    await pragma.resources.apply({
      provider: "pragma",
      resource: "secret",
      name: "dns",
      config: { data: { host: "shop.example" } },
      lifecycle_state: "pending",
    });

    const ready = await waiting;

    expect(ready.lifecycle_state).toBe("ready");
    expect(ready.outputs["link"]).toBe("********");
    expect((await pragma.resources.get("pragma/config/shop", { reveal: true })).outputs["link"]).toBe(
      "https://shop.example/",
    );
  });

  it("says what holds a resource up when the time is up", async () => {
    await pragma.resources.apply(site("waits", { a: "${pragma/config/absent.outputs.b}" }));

    const error = await pragma.resources.waitUntilReady("pragma/config/waits", { timeout: 3_000 }).catch((e) => e);

    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error.message).toMatch(/pragma\/config\/waits did not become ready within 3000 ms: .* is pending: .*absent/);
    expect(error.last).toMatchObject({ name: "waits" });
  });

  it.each([
    ["that nothing declares", "pragma/config/undeclared", "pragma/config/undeclared (absent)"],
    ["whose type no provider serves", "nobody/zone/main", "nobody/zone/main (absent; no provider serves nobody/zone)"],
  ])("ends early for something %s, by its name", async (_what, key, told) => {
    const waiting = await pragma.resources.apply(site("orphan", { a: `\${${key}.outputs.b}` }));

    const error = await pragma.resources.waitUntilReady(waiting, { missingTimeout: 100 }).catch((e) => e);

    expect(error).toBeInstanceOf(MissingDependencyError);
    expect(error.message).toBe(`pragma/config/orphan is pending: Waits to be processed; Waits for ${told}`);
    expect(error.resource).toMatchObject({ name: "orphan" });
    await pragma.resources.cancel(waiting);
  });

  it("keeps waiting for something that is declared meanwhile, and forever if told so", async () => {
    const waiting = await pragma.resources.apply(site("patient", { a: "${pragma/config/declared-later.outputs.b}" }));
    const ready = Promise.all([
      pragma.resources.waitUntilReady(waiting),
      pragma.resources.waitUntilReady(waiting, { missingTimeout: 0 }),
    ]);
    await pragma.resources.apply(site("declared-later", { b: "x" }));

    expect((await ready).map(({ outputs }) => outputs["a"])).toEqual(["x", "x"]);
  });

  it("returns a dependent of a changed resource only once it has been updated", async () => {
    await pragma.resources.apply(site("link-0", { value: "old" }));
    for (let link = 1; link <= 12; link++) {
      await pragma.resources.apply(site(`link-${link}`, { value: `\${pragma/config/link-${link - 1}.outputs.value}` }));
    }
    const last = await pragma.resources.waitUntilReady("pragma/config/link-12");
    expect(last.outputs["value"]).toBe("old");

    const first = await pragma.resources.apply(site("link-0", { value: "new" }));
    await pragma.resources.waitUntilReady(first);

    expect((await pragma.resources.waitUntilReady(last)).outputs["value"]).toBe("new");
  });

  it("says that it is stale when the time is up", async () => {
    await pragma.resources.apply(site("top", { a: 1 }));
    await pragma.resources.apply(site("middle", { a: "${pragma/config/top.outputs.a}" }));
    await pragma.resources.apply(site("bottom", { a: "${pragma/config/middle.outputs.a}" }));
    await pragma.resources.waitUntilReady("pragma/config/bottom");
    const top = await pragma.resources.apply(site("top", { b: 1 }));
    await pragma.resources.waitUntilReady(top);
    await expect(pragma.resources.waitUntilReady("pragma/config/middle")).rejects.toBeInstanceOf(ResourceFailedError);

    const waiting = pragma.resources.waitUntilReady("pragma/config/bottom", { timeout: 5_000 });

    await expect(waiting).rejects.toThrow(
      /bottom is ready: .*waits below the failure of pragma\/config\/middle \(failed\)/,
    );
  });

  it("rejects with what failed, and with a draft, which does nothing", async () => {
    await pragma.resources.apply(site("base", { port: 1 }));
    const broken = await pragma.resources.apply(site("broken", { a: "${pragma/config/base.outputs.nothing}" }));

    const error = await pragma.resources.waitUntilReady(broken).catch((e) => e);

    expect(error).toBeInstanceOf(ResourceFailedError);
    expect(error).toMatchObject({ state: "failed", error: expect.stringContaining("nothing") });
    expect(error.conditions.length).toBeGreaterThan(0);

    const draft = await pragma.resources.apply({ ...site("draft", {}), lifecycle_state: "draft" });
    await expect(pragma.resources.waitUntilReady(draft)).rejects.toMatchObject({ state: "draft" });
  });

  it("waits for many at once over one stream", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `many-${index}`);
    const streams: string[] = [];
    const watched = new Pragma({
      apiUrl: stack.apiUrl,
      token: stack.token,
      hooks: { onRequest: ({ url }) => void (url.endsWith("/events/stream") && streams.push(url)) },
    });

    const ready = await Promise.all(
      names.map(async (name) => watched.resources.waitUntilReady(await watched.resources.apply(site(name, { name })))),
    );

    expect(ready.map(({ outputs }) => outputs["name"])).toEqual(names);
    expect(streams.length).toBeLessThanOrEqual(2);
  });

  it("ends a wait by its signal, and for an absent resource", async () => {
    await pragma.resources.apply(site("endless", { a: "${pragma/config/absent.outputs.b}" }));
    const controller = new AbortController();
    const waiting = pragma.resources.waitUntilReady("pragma/config/endless", { signal: controller.signal });
    controller.abort(new Error("enough"));

    await expect(waiting).rejects.toThrow("enough");
    await expect(pragma.resources.waitUntilReady("pragma/config/absent")).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("errors", () => {
  it("say what is wrong and where", async () => {
    const wrong = { provider: "pragma", resource: "config", name: "wrong", lifecycle_state: "pending" } as const;

    const error = await pragma.resources.apply({ ...wrong, config: { data: 1 } as never }).catch((e) => e);

    expect(error).toBeInstanceOf(ValidationError);
    expect(error.issues[0]).toMatchObject({ loc: ["body", "config", "data"] });
    expect(error.detail).toEqual(error.issues);
    expect(error.message).toMatch(
      /^Could not apply pragma\/config\/wrong: config\.data .* \(422, validation_failed, req/,
    );
    expect(error.requestId).toMatch(/\S/);
  });

  it("carry facts", async () => {
    await pragma.resources.apply(site("used", { a: 1 }));
    await pragma.resources.waitUntilReady(
      await pragma.resources.apply(site("user", { a: "${pragma/config/used.outputs.a}" })),
    );

    const error = await pragma.resources.delete("pragma/config/used").catch((e) => e);

    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ code: "has_dependents", facts: { dependents: ["resource:pragma_config_user"] } });
    expect(error.detail).toMatchObject({ message: expect.any(String), dependents: ["resource:pragma_config_user"] });
  });

  it("of tags that do not fit any more", async () => {
    const { resource, etag } = await pragma.resources.applyWithEtag(site("tagged", { a: 1 }));
    await pragma.resources.waitUntilReady(resource);

    const stale = pragma.resources.apply(site("tagged", { a: 2 }), { ifMatch: etag });
    await expect(stale).rejects.toBeInstanceOf(PreconditionFailedError);
    const again = pragma.resources.apply(site("tagged", { a: 2 }), { ifNoneMatch: "*" });
    await expect(again).rejects.toBeInstanceOf(PreconditionFailedError);

    const now = await pragma.resources.getWithEtag(resource);
    expect(await pragma.resources.getWithEtag(resource, { ifNoneMatch: now.etag })).toBeNull();
    expect(await pragma.resources.delete(resource, { ifMatch: now.etag })).toMatchObject({ name: "tagged" });
    await pragma.resources.waitUntilGone(resource);
    await expect(pragma.resources.get(resource)).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("lists", () => {
  it("are paged as they are read, with filters", async () => {
    const names = ["list-a", "list-b", "list-c", "list-d", "list-e"];
    for (const name of names) await pragma.resources.apply({ ...site(name, {}), tags: ["listed", "other"] });
    const list = pragma.resources.list({ tags: ["listed", "other"], pageSize: 2 });

    const seen: string[] = [];
    for await (const { name } of list) seen.push(name);
    expect(seen).toEqual(names);
    expect((await list.toArray()).length).toBe(5);

    const first = await list.page();
    expect(first.items.map(({ name }) => name)).toEqual(["list-a", "list-b"]);
    expect((await list.page(first.next)).items.map(({ name }) => name)).toEqual(["list-c", "list-d"]);
    const rest = pragma.resources.list({ tags: ["listed", "other"], pageSize: 2, cursor: first.next ?? "" });
    expect((await rest.toArray()).map(({ name }) => name)).toEqual(["list-c", "list-d", "list-e"]);
  });
});
