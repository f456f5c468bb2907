import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { useApi } from "./support/api.ts";

const api = useApi();

function thing(more: Record<string, unknown> = {}) {
  return {
    base_url: api.url,
    headers: { Authorization: "Bearer {{secrets.key}}" },
    secrets: { key: "the-key-of-the-api" },
    values: { size: 3, tags: ["a", "b"], note: "not compared" },
    create: { path: "/things", body: { size: "{{values.size}}", tags: "{{values.tags}}", note: "{{values.note}}" } },
    read: { path: "/things/{{id}}" },
    update: { path: "/things/{{id}}", body: { size: "{{values.size}}", tags: "{{values.tags}}" } },
    delete: { path: "/things/{{id}}" },
    id: "data.id",
    outputs: { url: "data.url" },
    compare: { size: "data.size", tags: "data.tags" },
    ...more,
  };
}

test("an object that was changed by hand differs in its values, and an update ends that", async () => {
  const harness = new ProviderHarness(provider);
  const created = await harness.create("object", { config: thing() });
  const change = (fields: object) => Object.assign(api.things.get(created.outputs?.id ?? "") ?? {}, fields);
  expect(await harness.drift("object")).toEqual([]);
  change({ size: "3", tags: ["b", "a"], note: "changed", more: true });
  expect(await harness.drift("object"), "the same, or not compared").toEqual([]);

  change({ size: 4, tags: ["b", "a", "c"] });
  expect(await harness.drift("object")).toEqual([
    { path: "values.size", declared: 3, found: 4 },
    { path: "values.tags", declared: ["a", "b"], found: ["b", "a", "c"] },
  ]);
  const read = await harness.read("object");
  expect(Object.keys(read.config ?? {}), "no header and no secret is told").toEqual(["values"]);
  await harness.update("object", { config: thing() });
  expect(await harness.drift("object")).toEqual([]);

  change({ size: undefined });
  expect(await harness.drift("object")).toEqual([{ path: "values.size", declared: 3, found: null }]);
  change({ size: 3, url: "https://elsewhere.example" });
  expect(await harness.read("object")).toMatchObject({ outputs: { values: { url: "https://elsewhere.example" } } });
  api.things.clear();
  expect(await harness.read("object")).toMatchObject({ ok: true, outputs: null, config: null });
});

test("without compare only the outputs are told, without read nothing is looked at", async () => {
  const harness = new ProviderHarness(provider);
  const created = await harness.create("object", { config: thing({ compare: {} }) });
  expect(await harness.read("object")).toMatchObject({ outputs: created.outputs, config: { values: {} } });
  const { read: _, compare: __, ...blind } = thing();
  api.seen.length = 0;
  expect(await harness.read("object", { config: blind })).toMatchObject({ outputs: created.outputs, config: null });
  expect(api.seen).toEqual([]);
});

test.each([
  ["an answer that is no JSON", { body: "<html>" }, /compare\.size: the answer is not JSON/],
  [
    "an answer without an end",
    { body: `"${"x".repeat(2 * 1024 * 1024)}"` },
    /compare\.size: .*more than 1048576 bytes/,
  ],
  ["a refusal", { status: 403 }, /answered 403/],
  ["a failure", { status: 500 }, /answered 500/],
])("%s is an error, not a difference", async (_what, reply, message) => {
  const harness = new ProviderHarness(provider);
  await harness.create("object", { config: thing() });
  api.intercept = () => reply;
  expect(await harness.read("object")).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(message) },
  });
});
