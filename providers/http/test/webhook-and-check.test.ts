import { createHmac } from "node:crypto";
import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { useApi } from "./support/api.ts";

const api = useApi();
const elsewhere = useApi();
const SECRET = `whsec_${Buffer.from("a-key-of-thirty-two-bytes-or-so!").toString("base64")}`;

function refusal(kind: string, message: RegExp) {
  return { ok: false, error: { kind, message: expect.stringMatching(message) } };
}

test("a webhook is sent when made and when changed, signed so that a receiver can tell", async () => {
  api.intercept = () => ({ status: 202, headers: { "x-delivery": "d-1" }, body: "" });
  const harness = new ProviderHarness(provider);
  const config = (version: string) => ({
    url: `${api.url}/hooks/token-in-the-path`,
    values: { version },
    body: { event: "{{event}}", who: "{{name}}", version: "{{values.version}}" },
    signing_secret: SECRET,
    answer_headers: ["X-Delivery", "x-absent"],
  });
  const created = await harness.create("webhook", { name: "deploys", config: config("1"), operationId: "op-1" });
  expect(created).toMatchObject({ ok: true, outputs: { status: 202, headers: { "X-Delivery": "d-1" } } });
  expect(created.outputs?.headers).not.toHaveProperty("x-absent");

  const [seen] = api.seen;
  expect(JSON.parse(seen?.body ?? "")).toEqual({ event: "create", who: "deploys", version: "1" });
  expect(seen?.headers).toMatchObject({ "webhook-id": "op-1", "content-type": "application/json" });
  const timestamp = seen?.headers["webhook-timestamp"];
  const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", key).update(`op-1.${timestamp}.${seen?.body}`).digest("base64");
  expect(seen?.headers["webhook-signature"]).toBe(`v1,${expected}`);

  await harness.update("webhook", { name: "deploys", config: config("2") });
  expect(JSON.parse(api.seen[1]?.body ?? "")).toMatchObject({ event: "update", version: "2" });
  expect(await harness.delete("webhook", { name: "deploys" })).toMatchObject({ ok: true });
  expect(api.seen).toHaveLength(2);
});

test("on delete alone: nothing is sent before, and a failure keeps the resource", async () => {
  const harness = new ProviderHarness(provider);
  const config = {
    url: api.url,
    on: ["delete" as const],
    text: "{{event}} \\{{name}} {{ name }}",
    method: "PUT" as const,
  };
  expect(await harness.create("webhook", { config })).toMatchObject({ outputs: { status: null, headers: {} } });
  expect(api.seen).toEqual([]);
  api.intercept = () => ({ status: 500 });
  expect(await harness.delete("webhook")).toMatchObject(refusal("failed", /answered 500/));
  api.intercept = () => ({ status: 200, body: "" });
  expect(await harness.delete("webhook")).toMatchObject({ ok: true });
  expect(api.seen[1]).toMatchObject({ method: "PUT", body: "delete {{name}} main" });
});

test.each([
  ["a secret that is none", { signing_secret: "short" }, /signing_secret must be whsec_/],
  ["two bodies", { text: "a", form: {} }, /only one of form and text/],
  ["no address", { url: "hooks.example.com" }, /url is not a valid URL/],
])("a webhook with %s is refused", async (_what, more, message) => {
  const config = { url: `${api.url}/`, ...more };
  expect(await new ProviderHarness(provider).create("webhook", { config })).toMatchObject(refusal("config", message));
  expect(api.seen).toEqual([]);
});

test("a check is ready once the URL answers as expected", async () => {
  api.intercept = (_seen, count) => {
    if (count === 1) return { cut: true };
    return count === 2
      ? { status: 503 }
      : { body: { status: count === 3 ? "starting" : "ok", checks: [{ ok: true }] } };
  };
  const harness = new ProviderHarness(provider);
  const config = { url: `${api.url}/health`, json: { status: "ok", "checks.0.ok": true }, interval: 0.05 };
  expect(await harness.create("check", { config })).toMatchObject({
    ok: true,
    outputs: { url: config.url, status: 200 },
  });
  expect(api.seen).toHaveLength(4);
  expect(await harness.health("check")).toMatchObject({ health: { status: "healthy", details: { status: 200 } } });
  api.intercept = () => ({ status: 502 });
  expect(await harness.health("check")).toMatchObject({
    health: { status: "unhealthy", message: expect.stringMatching(/answered 502, expected 200 to 299/) },
  });
  expect(await harness.delete("check")).toMatchObject({ ok: true });
});

test.each([
  ["the status", { status: [204] }, /answered 200, expected 204/],
  ["the text", { contains: "welcome" }, /without the text "welcome"/],
  ["the JSON", { json: { state: 1 } }, /the answer is not JSON/],
])("a check says what is wrong with %s, and is tried again", async (_what, more, message) => {
  api.intercept = () => ({ body: "hello" });
  const config = { url: `${api.url}/?token=top-secret`, wait: 0, ...more };
  const result = await new ProviderHarness(provider).create("check", { config });
  expect(result).toMatchObject(refusal("failed", message));
  expect(result.error?.message).not.toContain("top-secret");
});

test("a check follows to another origin, without its headers", async () => {
  api.intercept = () => ({ status: 301, headers: { location: `${elsewhere.url}/home` } });
  elsewhere.intercept = () => ({ body: "welcome" });
  const config = { url: api.url, headers: { authorization: "Bearer x" }, contains: "welcome" };
  expect(await new ProviderHarness(provider).create("check", { config })).toMatchObject({ ok: true });
  expect(elsewhere.seen[0]?.headers).not.toHaveProperty("authorization");
});

test("health tells a config error, too", async () => {
  expect(await new ProviderHarness(provider).health("check", { config: { url: "nowhere" } })).toMatchObject({
    health: { status: "unhealthy", message: expect.stringMatching(/not a valid URL/) },
  });
});
