import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { useApi } from "./support/api.ts";

const api = useApi();
const elsewhere = useApi();
const TOKEN = "Bearer {{not-a-template}} token";
const connection = () => ({ base_url: `${api.url}/v1/`, headers: { Authorization: TOKEN, "x-team": "one" } });

test("an object, a webhook and a check are below its base_url and carry its headers, theirs before", async () => {
  api.intercept = () => ({ status: 200, body: JSON.stringify({ id: 7 }) });
  const harness = new ProviderHarness(provider, { connection: connection() });
  const object = {
    headers: { "X-Team": "two" },
    create: { path: "/things", body: { name: "{{name}}" } },
    id: "id",
    deletion_policy: "retain" as const,
  };
  expect(await harness.create("object", { config: object })).toMatchObject({ ok: true, outputs: { id: "7" } });
  expect(await harness.create("webhook", { config: { url: "/hooks" } })).toMatchObject({ ok: true });
  expect(await harness.create("check", { config: { url: "/health" } })).toMatchObject({ ok: true });
  expect(api.seen.map(({ path, headers }) => [path, headers["authorization"], headers["x-team"]])).toEqual([
    ["/v1/things", TOKEN, "two"],
    ["/v1/hooks", TOKEN, "one"],
    ["/v1/health", TOKEN, "one"],
  ]);
});

test("what names an address itself has nothing of the connection, and no redirect carries its headers away", async () => {
  const harness = new ProviderHarness(provider, { connection: connection() });
  const own = { base_url: elsewhere.url, create: { path: "/things" }, deletion_policy: "retain" as const };
  await harness.create("object", { config: own });
  await harness.create("webhook", { config: { url: `${elsewhere.url}/hooks` } });
  await harness.create("check", { config: { url: `${elsewhere.url}/health`, wait: 0 } });
  api.intercept = () => ({ status: 302, headers: { location: `${elsewhere.url}/moved` } });
  await harness.create("check", { name: "moved", config: { url: "/health", wait: 0 } });
  await harness.create("webhook", { name: "moved", config: { url: "/hooks" } });
  expect(elsewhere.seen.map(({ path }) => path)).toContain("/moved");
  expect(elsewhere.seen.map(({ headers }) => headers["authorization"])).not.toContain(TOKEN);
});

test("a path stays on its origin, whatever it begins with, and keeps the query of the base", async () => {
  const harness = new ProviderHarness(provider, { connection: { base_url: `${api.url}/v1?team=1` } });
  for (const url of ["//elsewhere.test/x", "/@elsewhere.test", "/x?y=2"])
    await harness.create("webhook", { name: `n${url.length}`, config: { url } });
  expect(api.seen.map(({ path, query }) => `${path}?${new URLSearchParams(query)}`)).toEqual([
    "/v1//elsewhere.test/x?team=1",
    "/v1/@elsewhere.test?team=1",
    "/v1/x?y=2&team=1",
  ]);
});

test("without either, the error says what to give", async () => {
  const harness = new ProviderHarness(provider);
  const object = { create: { path: "/things" }, deletion_policy: "retain" as const };
  const errors = [
    await harness.create("object", { config: object }),
    await harness.create("webhook", { config: { url: "/hooks" } }),
    await harness.create("check", { config: { url: "/health" } }),
  ].map(({ error }) => `${error?.kind}: ${error?.message}`);
  const url =
    "config: url begins with /, so it needs the base_url of a connection: name an http/connection in its field";
  expect(errors).toEqual([
    "config: It names no API: give config.base_url or, in its field connection, an http/connection",
    url,
    url,
  ]);
});

test.each([
  [200, true, undefined],
  [404, true, undefined],
  [401, false, "The API answered 401: not allowed"],
  [503, false, "The API answered 503"],
])("a connection whose API answers %s is ready: %s", async (status, ok, message) => {
  api.intercept = () => ({ status, body: "" });
  const harness = new ProviderHarness(provider);
  const created = await harness.create("connection", { config: connection() });
  expect(created).toMatchObject(ok ? { ok } : { ok, error: { kind: "failed", message } });
  expect((await harness.health("connection", { config: connection() })).health?.status).toBe(
    ok ? "healthy" : "unhealthy",
  );
});
