import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorld, type World } from "../../core/test/support/world.ts";
import { type Caller, join, refusal } from "./support/callers.ts";
import { formOf } from "./support/form-of.ts";

let world: World;
let caller: Caller;
let organizationId = "";

beforeAll(async () => {
  world = await createWorld();
  const owner = await join(world, "owner");
  caller = owner.caller;
  organizationId = owner.context.organizationId;
});
afterAll(() => world.close());

const file = (text: string, type = "text/plain") => new Blob([text], { type });

it("stores a file as its resource, with the type that the browser gives", async () => {
  const stored = await caller.files.upload(formOf({ name: "hello.txt", file: file("Hello") }));
  expect(stored).toMatchObject({ size: 5, content_type: "text/plain" });
  const unknown = await caller.files.upload(formOf({ name: "data", file: file("x", "") }));
  expect(unknown.content_type).toBe("application/octet-stream");
  await world.work();
  const { resource } = await caller.resources.get({ id: "pragma/file/hello.txt" });
  expect(resource).toMatchObject({ lifecycle_state: "ready", outputs: { checksum: stored.checksum } });
});

it("takes nothing but a named file of at most the size that it tells", async () => {
  const { maxBytes } = await caller.files.limits();
  expect(maxBytes).toBe(world.core.services.settings.maxFileBytes);
  const large = new Blob([new Uint8Array(maxBytes + 1)], { type: "text/plain" });
  expect(await refusal(caller.files.upload(formOf({ name: "large", file: large })))).toMatchObject({
    domain: "payload_too_large",
  });
  for (const form of [formOf({ name: "../up", file: file("x") }), formOf({ name: "a", file: "x" }), formOf({})]) {
    expect(await refusal(caller.files.upload(form))).toMatchObject({ code: "BAD_REQUEST" });
  }
  expect(await world.count("resources", `organization_id = '${organizationId}' AND name IN ('large', 'a')`)).toBe(0);
});
