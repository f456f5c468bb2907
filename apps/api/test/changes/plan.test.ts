import { type Change, resourceKey, type ValidationIssue } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { configInput } from "../support/resource.ts";
import type { Tenant } from "../support/tenant.ts";
import { work } from "../support/work.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

const config = (name: string, data: object = {}) => ({
  provider: "pragma",
  resource: "config",
  name,
  config: { data },
});

async function declared(...names: string[]): Promise<void> {
  const documents = names.map((name) => config(name));
  expect((await tenant.client.post("/changes", { documents, apply: true })).status).toBe(201);
  await work(api, tenant.organizationId);
}

/** Each issue of a plan, with its resource. */
function issuesIn({ actions }: Change): [string, ValidationIssue["loc"], string][] {
  return actions.flatMap(({ resource, issues }) =>
    issues.map(({ loc, msg }): [string, ValidationIssue["loc"], string] => [resourceKey(resource), loc, msg]),
  );
}

describe("POST /changes", () => {
  it("answers 201 with a plan, and has written nothing else", async () => {
    const { status, body, headers } = await tenant.client.post("/changes", {
      documents: [config("planned")],
      message: "first",
      source: { kind: "git", ref: "abc123", url: "https://example.com/pulls/1" },
    });
    expect(status).toBe(201);
    expect(headers.get("etag")).toMatch(/^"planned-[\w-]{12}"$/);
    expect(body).toMatchObject({
      status: "planned",
      message: "first",
      source: { kind: "git", ref: "abc123", url: "https://example.com/pulls/1" },
      counts: { create: 1 },
      actions: [{ action: "create", document: 0, resource: { id: "resource:pragma_config_planned" } }],
    });
    expect(body.actions[0]).not.toHaveProperty("state");
    expect((await tenant.client.get("/resources/pragma%2Fconfig%2Fplanned")).status).toBe(404);
  });

  it("answers every fault at once, each at its document", async () => {
    const { status, body } = await tenant.client.post("/changes", {
      documents: [
        config("fine"),
        { provider: "pragma", resource: "config", name: "extra", config: { data: {}, more: 1 } },
        { provider: "nobody", resource: "thing", name: "x", config: {} },
        config("refers", { x: "${pragma/secret/s.config.nothing.there}" }),
        { provider: "pragma", resource: "config", name: "ready", config: { data: {} }, lifecycle_state: "ready" },
        config("twice"),
        config("twice"),
      ],
    });
    expect(status).toBe(201);
    expect(body.counts).toMatchObject({ create: 1, refuse: 6 });
    const refused = body.actions.filter((action: { action: string }) => action.action === "refuse");
    const places = refused.map(({ document, issues }: { document: number; issues: { loc: unknown[] }[] }) => [
      document,
      issues[0]?.loc,
    ]);
    expect(places.sort()).toEqual([
      [1, ["documents", 1, "config", "more"]],
      [2, ["documents", 2, "provider"]],
      [3, ["documents", 3, "config", "data", "x"]],
      [4, ["documents", 4, "lifecycle_state"]],
      [5, ["documents", 5]],
      [6, ["documents", 6]],
    ]);
    const applied = await tenant.client.post(`/changes/${body.id}/apply`, undefined);
    expect(applied).toMatchObject({ status: 409, body: { detail: { change_status: "planned" } } });
  });

  it.each([
    ["nothing to do", {}, ["body", "documents"]],
    ["an unknown member", { documents: [], docs: [] }, ["body"]],
    ["a prune without a set", { documents: [config("x")], prune: true }, ["body", "set"]],
    ["a prune of everything", { set: "some", prune: true }, ["body", "documents"]],
    ["an invalid name", { documents: [{ ...config("x"), name: "../x" }] }, ["body", "documents", 0, "name"]],
    ["an invalid set", { documents: [config("x")], set: "No Set" }, ["body", "set"]],
    [
      "an address that no page may link to",
      { documents: [config("x")], source: { kind: "git", url: "javascript:x" } },
      ["body", "source", "url"],
    ],
  ])("refuses %s", async (_what, body, loc) => {
    const answer = await tenant.client.post("/changes", body);
    expect(answer.status).toBe(422);
    expect(answer.body.detail[0].loc).toEqual(loc);
  });

  it("says what is wrong with the form of a document in plain words, each with its field", async () => {
    const wrong = { config: 5, tags: "x", depends_on: ["x"], owner_references: [{}], lifecycle_state: "ready" };
    const { body } = await tenant.client.post("/changes", {
      documents: [config("fine"), { ...config("wrong"), ...wrong }],
    });
    const issues: { loc: (string | number)[]; msg: string }[] = body.actions[1].issues;
    expect(issues.every(({ loc }) => loc[0] === "documents" && loc[1] === 1)).toBe(true);
    expect(issues.map(({ msg }) => msg)).toEqual([
      "config must be an object",
      "depends_on[0] must be provider/resource/name",
      "owner_references[0].provider is required",
      "owner_references[0].resource is required",
      "owner_references[0].name is required",
      'lifecycle_state must be "draft" or "pending"',
      "tags must be an array",
    ]);
  });

  it("refuses more than 2,000 documents, and more than 10 MiB", async () => {
    const many = Array.from({ length: 2001 }, (_, index) => config(`n${index}`));
    expect((await tenant.client.post("/changes", { documents: many })).status).toBe(413);
    const large = Array.from({ length: 11 }, (_, index) => config(`l${index}`, { text: "x".repeat(1000 * 1024) }));
    expect((await tenant.client.post("/changes", { documents: large })).status).toBe(413);
  });

  it("lets others in while it plans values that multiply from one document to the next", async () => {
    const uses = (index: number) => Array.from({ length: index }, (_, one) => `\${pragma/config/x${one}.outputs.all}`);
    const documents = Array.from({ length: 40 }, (_, index) => config(`x${index}`, { all: uses(index) }));
    // The test fails if the event loop is blocked for long.
    expect((await tenant.client.post("/changes", { documents })).body.counts).toMatchObject({ create: 40 });
  });

  it("says that preconditions belong into the body", async () => {
    const answer = await tenant.client.post("/changes", { documents: [config("x")] }, { "if-match": '"1"' });
    expect(answer.status).toBe(400);
  });

  it("with apply answers 412, else 422, else 409, and writes nothing then", async () => {
    const first = await tenant.client.post("/resources/apply", configInput("held", { lifecycle_state: "pending" }));
    expect(first.status).toBe(200);
    const faulty = { provider: "nobody", resource: "thing", name: "x", config: {} };
    const other = { ...config("held"), config: { data: { other: 1 } } };
    const both = { documents: [other, faulty, config("new")], apply: true };
    const withTag = await tenant.client.post("/changes", { ...both, if_match: { "pragma/config/held": '"1"' } });
    expect(withTag.status).toBe(412);
    const refused = await tenant.client.post("/changes", both);
    expect(refused.status).toBe(422);
    expect(refused.body.detail[0].loc).toEqual(["documents", 1, "provider"]);
    const moveTo = (state: string) =>
      api.pool.query("UPDATE resources SET lifecycle_state = $2 WHERE organization_id = $1 AND name = 'held'", [
        tenant.organizationId,
        state,
      ]);
    await moveTo("processing");
    const busy = await tenant.client.post("/changes", { documents: [other, config("new")], apply: true });
    await moveTo("pending");
    expect(busy).toMatchObject({ status: 409, body: { detail: { busy: ["resource:pragma_config_held"] } } });
    expect(busy.headers.get("retry-after")).toBe("1");
    expect((await tenant.client.get("/resources/pragma%2Fconfig%2Fnew")).status).toBe(404);
    await work(api, tenant.organizationId);
    const done = await tenant.client.post("/changes", { documents: [other, config("new")], apply: true });
    expect(done).toMatchObject({ status: 201, body: { status: "applying", counts: { create: 1, update: 1 } } });
  });

  it("refuses a deletion that is named twice, by either id, and one of what it declares", async () => {
    await declared("doomed");
    const two = await tenant.client.post("/changes", {
      documents: [config("unborn")],
      delete: [
        { resource: "pragma/config/doomed" },
        { resource: "resource:pragma_config_doomed", orphan: true },
        { resource: "pragma/config/never" },
        { resource: "pragma/config/never" },
        { resource: "resource:pragma_config_unborn" },
        { resource: "whatever" },
      ],
    });
    expect(two).toMatchObject({ status: 201, body: { counts: { create: 0, delete: 1, refuse: 3 } } });
    expect(issuesIn(two.body)).toEqual([
      ["pragma/config/unborn", ["documents", 0], "resource:pragma_config_unborn is named in documents and in delete"],
      ["pragma/config/doomed", ["delete", 0], "pragma/config/doomed is named more than once in delete"],
      ["pragma/config/doomed", ["delete", 1], "pragma/config/doomed is named more than once in delete"],
      ["pragma/config/never", ["delete", 2], "pragma/config/never is named more than once in delete"],
      ["pragma/config/never", ["delete", 3], "pragma/config/never is named more than once in delete"],
    ]);
  });

  it("holds what it deletes, and what it only names, to if_match", async () => {
    await declared("held-one", "held-two", "free");
    const deletion = { delete: [{ resource: "pragma/config/held-one" }] };
    const wrong = { ...deletion, if_match: { "resource:pragma_config_held-one": '"1"' } };
    const planned = await tenant.client.post("/changes", wrong);
    expect(planned.body.counts).toMatchObject({ delete: 0, refuse: 1 });
    expect(issuesIn(planned.body)).toMatchObject([
      [
        "pragma/config/held-one",
        ["if_match", "resource:pragma_config_held-one"],
        expect.stringContaining("changed meanwhile"),
      ],
    ]);
    expect((await tenant.client.post("/changes", { ...wrong, apply: true })).status).toBe(412);
    const guard = (condition: string) => ({
      documents: [config("free", { x: condition })],
      if_match: { "pragma/config/held-two": condition },
    });
    const none = await tenant.client.post("/changes", guard("none"));
    expect(issuesIn(none.body)).toMatchObject([
      ["pragma/config/held-two", ["if_match", "pragma/config/held-two"], expect.any(String)],
    ]);
    expect((await tenant.client.post("/changes", { ...guard("none"), apply: true })).status).toBe(412);
    const tag = (await tenant.client.get("/resources/pragma%2Fconfig%2Fheld-two")).headers.get("etag") as string;
    const kept = await tenant.client.post("/changes", guard(tag));
    expect(kept.body.counts).toMatchObject({ update: 1, refuse: 0 });
    await tenant.client.post("/resources/apply", { ...config("held-two", { y: 1 }), lifecycle_state: "pending" });
    const applied = await tenant.client.post(`/changes/${kept.body.id}/apply`, undefined);
    expect(applied).toMatchObject({ status: 409, body: { detail: { stale: ["resource:pragma_config_held-two"] } } });
    await work(api, tenant.organizationId);
  });

  it("gives the first answer to a repeated Idempotency-Key", async () => {
    const body = { documents: [config("once")], apply: true };
    const key = { "idempotency-key": "once" };
    const first = await tenant.client.post("/changes", body, key);
    const again = await tenant.client.post("/changes", body, key);
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id, status: "applying" } });
  });

  it("lets a token plan that may not write, without comparing secrets, and begin nothing", async () => {
    const secret = (text: string) => ({
      provider: "pragma",
      resource: "secret",
      name: "s",
      config: { data: { k: text } },
    });
    await tenant.client.post("/changes", { documents: [secret("right")], apply: true });
    await work(api, tenant.organizationId);
    const planner = await tenant.withScopes("resources:read", "changes:plan");
    const { body: plan } = await planner.post("/changes", { documents: [secret("right")] });
    expect(plan.counts).toMatchObject({ update: 0, unchanged: 0, uncompared: 1 });
    const listed = await planner.get(`/changes/${plan.id}/actions?action=uncompared`);
    expect(listed.body).toHaveLength(1);
    expect((await planner.post("/changes", { documents: [secret("right")], apply: true })).status).toBe(403);
    expect((await planner.post(`/changes/${plan.id}/apply`, undefined)).status).toBe(403);
    expect((await planner.post(`/changes/${plan.id}/discard`, undefined)).body.status).toBe("discarded");
    const other = await tenant.client.post("/changes", { documents: [config("of-another")] });
    expect((await planner.post(`/changes/${other.body.id}/discard`, undefined)).status).toBe(403);
  });
});
