import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

describe("a config applied as pending", () => {
  it.each([
    ["a value of the wrong type", { text: 5 }, ["body", "config", "text"]],
    ["a value out of bounds", { count: -1 }, ["body", "config", "count"]],
    ["an unknown key", { txet: "x" }, ["body", "config", "txet"]],
    ["a missing key, deep inside", { users: [{ password: "x" }] }, ["body", "config", "users", 0, "name"]],
  ])("is refused for %s, and nothing is written", async (_, config, loc) => {
    await expect(world.org.apply("test/item/invalid", config)).rejects.toMatchObject({
      code: "validation_failed",
      issues: expect.arrayContaining([expect.objectContaining({ loc })]),
    });
    expect(await world.org.row("test/item/invalid")).toBeUndefined();
  });

  it("may hold references in place of any value", async () => {
    const reference = { provider: "test", resource: "open", name: "n", field: "count" };
    await world.org.apply("test/item/referring", { count: reference, text: "${test/open/n.outputs.text}" });
    expect(await world.org.state("test/item/referring")).toBe("pending");
  });

  it("is stored unchecked as draft", async () => {
    await world.org.draft("test/item/loose", { text: 5, anything: true });
    expect(await world.org.state("test/item/loose")).toBe("draft");
    await world.org.draft("nobody/knows/it", { a: 1 });
    expect(await world.org.state("nobody/knows/it")).toBe("draft");
  });

  it("of an unknown type is refused, listing the known ones", async () => {
    await expect(world.org.apply("test/itme/x")).rejects.toMatchObject({
      code: "validation_failed",
      message: expect.stringMatching(/test\/itme.*item, open/),
    });
    await expect(world.org.apply("tset/item/x")).rejects.toMatchObject({
      message: expect.stringMatching(/tset\/item.*pragma\/config.*pragma\/secret.*test\/item/),
    });
  });
});

describe("references", () => {
  it("to a field that the target's schema excludes are refused, with the fields of a structured error", async () => {
    await expect(world.org.apply("test/open/r", { a: { b: ["${test/item/i.outputs.txet}"] } })).rejects.toMatchObject({
      code: "validation_failed",
      facts: { field: "outputs.txet", reference_provider: "test", reference_resource: "item", reference_name: "i" },
      issues: [{ loc: ["body", "config", "a", "b", 0], type: "unknown_field", msg: expect.any(String) }],
    });
    await expect(world.org.apply("test/open/r", { a: "${test/item/i.config.nope}" })).rejects.toMatchObject({
      code: "validation_failed",
    });
    expect(await world.org.row("test/open/r")).toBeUndefined();
  });

  it("that are malformed are refused, even as draft", async () => {
    const malformed = { provider: "test", resource: "Item", name: "x", field: "a" };
    await expect(world.org.draft("test/open/m", { a: malformed })).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ loc: ["body", "config", "a", "resource"] }],
    });
    await expect(world.org.draft("test/open/m", { a: { __dependency__: true } })).rejects.toMatchObject({
      code: "validation_failed",
    });
  });

  it("that turn out to lead nowhere fail the resource without an attempt, with a dead letter", async () => {
    await world.org.apply("test/open/target", { here: 1 });
    await world.org.apply("test/open/seeker", { a: "${test/open/target.outputs.there}" });
    await world.org.apply("test/open/below", { b: "${test/open/seeker.outputs.a}" });
    await world.work();
    const message = "test/open/target has no outputs.there (did you mean outputs.here?); its outputs are here";
    expect(await world.org.get("test/open/seeker")).toMatchObject({
      lifecycle_state: "failed",
      error: message,
      pending_event_id: null,
      observed_generation: 1,
      provisioned: false,
      resolved_config: null,
    });
    expect(await world.org.condition("test/open/seeker", "Ready")).toBe(`False Failed: ${message}`);
    expect(JSON.parse((await world.org.row("test/open/seeker"))?.error_facts ?? "{}")).toEqual({
      field: "outputs.there",
      reference_provider: "test",
      reference_resource: "open",
      reference_name: "target",
    });
    expect(await world.org.standing("test/open/below")).toBe("pending");
    expect(await world.org.condition("test/open/below", "DependenciesReady")).toBe(
      "False DependencyFailed: Waits for test/open/seeker (failed)",
    );
    expect(await world.org.deadLetters()).toMatchObject([
      { resource_name: "seeker", event_type: "CREATE", error_message: message, attempt_count: 0 },
    ]);
    expect(world.provider.calls.some((call) => call.key === "test/open/seeker")).toBe(false);

    // Once fixed at the source, all recover automatically.
    await world.org.apply("test/open/target", { here: 1, there: 2 });
    await world.work();
    expect(await world.org.standings("test/open/seeker", "test/open/below")).toEqual(["ready", "ready"]);
    expect((await world.org.get("test/open/below")).outputs).toEqual({ b: 2 });
    expect(await world.org.deadLetters()).toEqual([]);
  });

  it("whose value breaks the schema fail the resource without an attempt", async () => {
    await world.org.apply("test/open/text", { a: "words" });
    await world.org.apply("test/item/counted", { count: "${test/open/text.outputs.a}" });
    await world.work();
    const { error, lifecycle_state } = await world.org.get("test/item/counted");
    expect(lifecycle_state).toBe("failed");
    expect(error).toMatch(/config\.count/);
    await world.org.apply("test/open/text", { a: 7 });
    await world.work();
    expect(await world.org.get("test/item/counted")).toMatchObject({
      lifecycle_state: "ready",
      resolved_config: { count: 7 },
      error: null,
    });
  });
});

describe("immutable fields", () => {
  it("of a provisioned resource cannot change, and the refusal names them", async () => {
    await world.org.apply("test/item/fixed", { fixed: "one", value: 1 });
    await world.work();
    await expect(world.org.apply("test/item/fixed", { fixed: "two", value: 2 })).rejects.toMatchObject({
      code: "immutable_field",
      facts: { field: "fixed", resource_id: "resource:test_item_fixed" },
      issues: [expect.objectContaining({ loc: ["body", "config", "fixed"] })],
    });
    await expect(world.org.apply("test/item/fixed", { value: 2 })).rejects.toMatchObject({ code: "immutable_field" });
    expect(await world.org.get("test/item/fixed")).toMatchObject({ lifecycle_state: "ready", generation: 1 });
  });

  it("may differ in a draft, which is refused when it is applied as pending", async () => {
    await world.org.apply("test/item/staged", { fixed: "one" });
    await world.work();
    await world.org.draft("test/item/staged", { fixed: "two" });
    await expect(world.org.apply("test/item/staged", { fixed: "two" })).rejects.toMatchObject({
      code: "immutable_field",
    });
    expect(await world.org.state("test/item/staged")).toBe("draft");
  });

  it("may change as long as it was never provisioned", async () => {
    world.provider.answer("test/item/never", { kind: "rejected", message: "no" });
    await world.org.apply("test/item/never", { fixed: "one" });
    await world.work();
    await world.org.apply("test/item/never", { fixed: "two" });
    await world.work();
    expect(await world.org.get("test/item/never")).toMatchObject({
      lifecycle_state: "ready",
      config: { fixed: "two" },
    });
  });

  it("are compared with what was applied, so a failed update does not move them", async () => {
    await world.org.apply("test/item/moved", { fixed: "one", value: 1 });
    await world.work();
    world.provider.answer("test/item/moved", { kind: "rejected", message: "no" });
    await world.org.apply("test/item/moved", { fixed: "one", value: 2 });
    await world.work();
    await expect(world.org.apply("test/item/moved", { fixed: "two", value: 2 })).rejects.toMatchObject({
      code: "immutable_field",
    });
  });

  it("that change by resolution fail the resource without retry, keeping what exists", async () => {
    await world.org.apply("test/open/source", { a: "one" });
    await world.org.apply("test/item/resolved", { fixed: "${test/open/source.outputs.a}" });
    await world.work();
    world.provider.take();
    await world.org.apply("test/open/source", { a: "two" });
    await world.work();
    expect(await world.org.get("test/item/resolved")).toMatchObject({
      lifecycle_state: "failed",
      provisioned: true,
      error: "config.fixed cannot change after creation",
    });
    expect(world.provider.take()).toEqual(["test/open/source UPDATE"]);
    const letters = async () => (await world.org.deadLetters()).filter((letter) => letter.resource_name === "resolved");
    expect(await letters()).toMatchObject([{ attempt_count: 0, event_type: "UPDATE", correlation_id: "request-1" }]);
    await world.org.apply("test/open/source", { a: "one" });
    await world.work();
    expect(await world.org.state("test/item/resolved")).toBe("ready");
    expect(await letters()).toEqual([]);
  });

  it("given as a reference instead of the same literal are let through, and decided when resolved", async () => {
    await world.org.apply("test/item/literal", { fixed: "two" });
    await world.work();
    await world.org.apply("test/open/source2", { a: "two" });
    await world.org.apply("test/item/literal", { fixed: "${test/open/source2.outputs.a}" });
    await world.work();
    expect(await world.org.state("test/item/literal")).toBe("ready");
  });
});

describe("outputs that break their schema", () => {
  it("fail without retry, and the created object counts as provisioned", async () => {
    world.provider.answer("test/item/odd", succeed({ unheard: 1 }));
    await world.org.apply("test/item/odd", { value: 1 });
    await world.work();
    const odd = await world.org.get("test/item/odd");
    expect(odd).toMatchObject({ lifecycle_state: "failed", provisioned: true, outputs: {} });
    expect(odd.error).toMatch(/outputs.*unheard/);
    expect(world.provider.calls.filter((call) => call.key === "test/item/odd")).toHaveLength(1);
    expect(await world.org.deadLetters()).toEqual(
      expect.arrayContaining([expect.objectContaining({ resource_name: "odd", attempt_count: 1 })]),
    );
    await world.org.apply("test/item/odd", { value: 1 });
    expect((await world.hold("test/item/odd")).claim).toMatchObject({ eventType: "UPDATE", previousConfig: null });
  });

  it.each([
    ["an envelope of its own", { value: { $encrypted: "v1.a.b.c" } }],
    ["a NUL character", { text: "a\u0000b" }],
  ])("are refused for %s", async (name, outputs) => {
    const key = `test/item/forged-${name.length}`;
    world.provider.answer(key, succeed(outputs));
    await world.org.apply(key, {});
    await world.work();
    expect(await world.org.standing(key)).toBe("failed");
  });
});
