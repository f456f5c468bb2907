import { fileURLToPath } from "node:url";
import { migrate } from "@pragma/db/migrate";
import { createTestDatabase } from "@pragma/testing";
import { hasNginx } from "@pragma/testing/nginx";
import { type Stack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Installation } from "./support/installation.ts";
import { buildRelease, findRelease, type Release } from "./support/last-release.ts";
import { startLoad } from "./support/load.ts";

const last = await findRelease();
const NOW = fileURLToPath(new URL("../../../", import.meta.url));

let release: Release;

beforeAll(async () => {
  if (last !== null) release = await buildRelease(last);
});
afterAll(() => release?.remove());

describe.skipIf(last === null)(`the programs of ${last ?? "no release yet"} on the schema of now`, () => {
  let stack: Stack | undefined;

  beforeAll(async () => {
    const database = await createTestDatabase({ empty: true });
    await migrate(database.url, { folder: `${release.root}packages/db/prisma/migrations` });
    stack = await startStack({}, { root: release.root, database });
    // As an operator does it: the programs run on while the database gets its new schema.
    await migrate(database.url);
  });

  afterAll(async () => {
    await stack?.stop();
  });

  /** A request of the owner: its status and body. */
  async function call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${stack?.apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${stack?.token}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
  }

  function apply(resource: string, data: Record<string, string>) {
    const input = { provider: "pragma", resource, name: "site", config: { data }, lifecycle_state: "pending" };
    return call("POST", "/resources/apply", input);
  }

  const read = (resource: string) => call("GET", `/resources/pragma%2F${resource}%2Fsite?reveal=true`);

  function ready(data: Record<string, string>) {
    return { status: 200, body: expect.objectContaining({ lifecycle_state: "ready", outputs: data }) };
  }

  it("apply, read, update and delete resources that use each other", async () => {
    const link = "https://${pragma/secret/site.outputs.host}/";
    expect((await apply("config", { link })).status).toBe(200);
    expect((await apply("secret", { host: "first.example" })).status).toBe(200);
    await expect.poll(() => read("config")).toEqual(ready({ link: "https://first.example/" }));
    await apply("secret", { host: "second.example" });
    await expect.poll(() => read("config")).toEqual(ready({ link: "https://second.example/" }));
    expect((await call("GET", "/resources/?provider=pragma")).status).toBe(200);
    expect((await call("GET", "/resources/pragma%2Fconfig%2Fsite/events")).status).toBe(200);
    expect((await call("DELETE", "/resources/pragma%2Fsecret%2Fsite?dependents=cascade")).status).toBeLessThan(300);
    await expect.poll(async () => (await read("secret")).status).toBe(404);
    expect((await read("config")).status).toBe(404);
  });
});

describe.skipIf(last === null || !hasNginx)(`an upgrade from ${last ?? "no release yet"} under load`, () => {
  it("fails no request, and loses and repeats no change, program by program", async () => {
    const installation = await Installation.start(release.root);
    const load = startLoad(installation);
    await load.progress();
    await migrate(installation.databaseUrl);
    await load.progress();
    for (const place of installation.places) {
      await installation.replace(place, NOW);
      await load.progress();
    }
    expect(await load.end()).toEqual({ failures: [], unsettled: [], repeated: [] });
    await installation.stop();
  }, 600_000);
});
