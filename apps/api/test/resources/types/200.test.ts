import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type Type = { provider: string; resource: string; schema: object; string_references: boolean };

describe("GET /resources/types", () => {
  it("has the built-in types, with their schemas", async () => {
    const { client } = await api.tenant();
    const { body } = await client.get("/resources/types");
    const names = body.map(({ provider, resource }: Type) => `${provider}/${resource}`);
    expect(names).toEqual(expect.arrayContaining(["pragma/config", "pragma/file", "pragma/secret"]));
    for (const { schema } of body as Type[]) expect(schema).toHaveProperty("type", "object");
    const literal = (body as Type[]).filter(({ string_references }) => !string_references);
    expect(literal.map(({ provider, resource }) => `${provider}/${resource}`)).toEqual(["pragma/secret"]);
  });

  it("filters by provider and pages", async () => {
    const { client } = await api.tenant();
    expect((await client.get("/resources/types?provider=nobody")).body).toEqual([]);
    const first = await client.get("/resources/types?provider=pragma&limit=2");
    expect(first.body).toHaveLength(2);
    const next = /<([^>]+)>/
      .exec(first.headers.get("link") ?? "")?.[1]
      ?.replace(api.core.services.settings.publicApiUrl, "");
    expect((await client.get(next ?? "")).body).toHaveLength(1);
  });
});
