import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { addListable, answerNextQuestion } from "../../support/provider.ts";
import type { Tenant } from "../../support/tenant.ts";

const PATH = "/providers/acme/discover";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
});
beforeEach(async () => {
  tenant = await api.tenant();
  await addListable(api, tenant);
});
afterAll(() => api.close());

describe("POST /providers/{provider_id}/discover", () => {
  it("answers a part of what there is, with its manager and a cursor", async () => {
    await tenant.client.post("/resources/apply", {
      ...{ provider: "acme", resource: "thing", name: "b", config: {} },
      adopt: "second",
    });
    const items = ["first", "second"].map((identity) => ({ identity, name: null, tags: ["t"], config: { size: 1 } }));
    const [{ status, headers, body }] = await Promise.all([
      (await tenant.withScopes("resources:write")).post(PATH, { type: "thing", limit: 2 }),
      answerNextQuestion(api, () => ({ items, cursor: "second" })),
    ]);

    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(body).toEqual({
      items: [
        { ...items[0], managed_by: null },
        { ...items[1], managed_by: "resource:acme_thing_b" },
      ],
      cursor: "second",
      warnings: [],
    });
  });

  it("ends a list whose cursor is given again, and says so", async () => {
    const [{ body }] = await Promise.all([
      tenant.client.post(PATH, { type: "thing", cursor: "same" }),
      answerNextQuestion(api, () => ({ items: [], cursor: "same" })),
    ]);

    expect(body).toEqual({
      items: [],
      cursor: null,
      warnings: ["The provider gave the same cursor again, so the list ends here: there may be more"],
    });
  });

  it("answers the thing of an identity, or none", async () => {
    const ask = async (answer: object | null) => {
      const [{ body }] = await Promise.all([
        tenant.client.post(PATH, { type: "thing", identity: "one" }),
        answerNextQuestion(api, () => answer as never),
      ]);
      return body.items;
    };

    expect(await ask({ config: { size: 1 } })).toEqual([
      { identity: "one", name: null, tags: [], managed_by: null, config: { size: 1 } },
    ]);
    expect(await ask(null)).toEqual([]);
  });
});
