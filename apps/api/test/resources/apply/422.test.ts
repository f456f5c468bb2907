import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { configInput, countRows } from "../../support/resource.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const pending = { lifecycle_state: "pending" };
const secret = (data: object) => ({ provider: "pragma", resource: "secret", name: "s", config: { data } });

/** The problem, the body, and a place that the answer must name. */
const bad: [string, unknown, string][] = [
  ["no object", [], "body"],
  ["an absent provider", { resource: "config", name: "a", config: {} }, "body.provider"],
  ["a config that is not an object", configInput("a", { config: "text" }), "body.config"],
  ["an unknown state", configInput("a", { lifecycle_state: "done" }), "body.lifecycle_state"],
  ["a state that only the system sets", configInput("a", { lifecycle_state: "ready" }), "body.lifecycle_state"],
  ["a name with a control character", configInput("a\u0007"), "body.name"],
  ["a name with a slash", configInput("a/b"), "body.name"],
  ["a look-alike letter", configInput("раypal"), "body.name"],
  ["a name that is too long", configInput("a".repeat(254)), "body.name"],
  ["an upper-case provider", configInput("a", { provider: "Pragma" }), "body.provider"],
  ["tags that are not strings", configInput("a", { tags: [1] }), "body.tags.0"],
  ["a malformed dependency", configInput("a", { depends_on: ["pragma/config"] }), "body.depends_on.0"],
  ["NUL in a value", configInput("a", { config: { data: { x: "\u0000" } } }), "body.config.data.x"],
  [
    "an integer beyond 2^53",
    '{"provider":"pragma","resource":"config","name":"a","config":{"n":9007199254740993}}',
    "body.config.n",
  ],
  ["malformed JSON", '{"provider":', "body"],
  ["an unknown type", { provider: "nobody", resource: "thing", name: "a", config: {}, ...pending }, ""],
  ["a key that the schema does not know", configInput("a", { config: { data: {}, more: 1 }, ...pending }), "more"],
  ["the mask on create", secret({ password: "********" }), "password"],
  ["an encrypted envelope from outside", configInput("a", { config: { data: { $encrypted: "v1.a.b.c" } } }), ""],
];

const file = (contentType: string) => ({
  provider: "pragma",
  resource: "file",
  name: "f",
  config: { content_type: contentType, content: "x" },
  ...pending,
});

describe("POST /resources/apply", () => {
  it.each(["text/plain\r\nSet-Cookie: a=b", "text/plain\n", "text/pläin", "text/\u0007", "text/\u{1f600}"])(
    "refuses a file of the type %j, which no header can carry",
    async (contentType) => {
      const { status, body } = await tenant.client.post("/resources/apply", file(contentType));
      expect(status).toBe(422);
      expect(body.detail[0]).toMatchObject({ loc: ["body", "config", "content_type"], type: "pattern" });
    },
  );

  it.each(bad)("refuses %s, says where, and writes nothing", async (_what, input, place) => {
    const before = await countRows(api, tenant.organizationId);
    const json = { "content-type": "application/json" };
    const { status, body } = await tenant.client.post("/resources/apply", input, json);
    expect(status).toBe(422);
    const places = Array.isArray(body.detail)
      ? body.detail.map((issue: { loc: unknown[]; msg: string }) => `${issue.loc.join(".")} ${issue.msg}`).join("\n")
      : JSON.stringify(body.detail);
    expect(places).toContain(place);
    expect(await countRows(api, tenant.organizationId)).toEqual(before);
  });

  it("refuses a cycle with its path, also one that an owner closes", async () => {
    await tenant.client.post("/resources/apply", configInput("x", { depends_on: ["pragma/config/y"] }));
    const { status, body } = await tenant.client.post(
      "/resources/apply",
      configInput("y", { depends_on: ["pragma/config/x"] }),
    );
    expect(status).toBe(422);
    expect(body.detail.cycle).toEqual(expect.arrayContaining(["resource:pragma_config_x", "resource:pragma_config_y"]));
    const owner = { provider: "pragma", resource: "config", name: "x" };
    const owned = await tenant.client.post("/resources/apply", configInput("y", { owner_references: [owner] }));
    expect(owned.status).toBe(422);
  });

  it("refuses both halves of a cycle, or one, when they arrive at the same moment", async () => {
    const apply = (name: string, other: string) =>
      tenant.client.post("/resources/apply", configInput(name, { depends_on: [`pragma/config/${other}`] }));
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all([apply(`l${round}`, `r${round}`), apply(`r${round}`, `l${round}`)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    }
  });

  it("lists the known types for an unknown one", async () => {
    const input = { provider: "nobody", resource: "thing", name: "a", config: {}, ...pending };
    const { text } = await tenant.client.post("/resources/apply", input);
    expect(text).toContain("pragma/config");
  });

  it("keeps a draft of an unknown type, without validating it", async () => {
    const input = { provider: "nobody", resource: "thing", name: "draft", config: { anything: true } };
    expect((await tenant.client.post("/resources/apply", input)).status).toBe(200);
  });

  it("refuses headers that are not entity tags", async () => {
    const { status, body } = await tenant.client.post("/resources/apply", configInput("a"), { "if-match": "abc" });
    expect(status).toBe(422);
    expect(body.detail[0].loc).toEqual(["header", "If-Match"]);
  });
});
