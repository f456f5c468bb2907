import { type Endpoint, endpoints } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { codeForm } from "../support/archive.ts";
import type { Answer, Client } from "../support/client.ts";
import { failedResource } from "../support/dead-letter.ts";
import { fileForm } from "../support/file.ts";
import { serve } from "../support/pushed.ts";
import { configId, configInput, countRows } from "../support/resource.ts";
import type { Tenant } from "../support/tenant.ts";

/** Ids that name something of one organization, for each parameter of a path. */
type Ids = { id: string; event_id: string; name: string; token: string; provider: string; version: string };

let api: TestApi;
let owner: Tenant;
let stranger: Tenant;
let theirs: Ids;

const nobodys: Ids = {
  id: configId("nobodys"),
  event_id: "00000000-0000-4000-8000-000000000000",
  name: "nobodys.txt",
  provider: "nobodys",
  version: "20200101.000000",
  token: "00000000-0000-4000-8000-000000000000",
};

beforeAll(async () => {
  api = await startApi();
  owner = await api.tenant();
  stranger = await api.tenant();
  await owner.client.post("/resources/apply", configInput("theirs", { tags: ["their-tag"] }));
  await owner.client.post("/resources/apply", configInput("user", { depends_on: ["pragma/config/theirs"] }));
  const eventId = await failedResource(api, owner, "their-failure");
  await owner.client.post("/files/theirs.txt/upload", fileForm("their bytes", "text/plain"));
  const version = await serve(api, owner, "theirs-too");
  theirs = {
    id: configId("theirs"),
    event_id: eventId,
    name: "theirs.txt",
    token: owner.tokenId,
    provider: "theirs-too",
    version,
  };
});
afterAll(() => api.close());

const closed = Object.entries<Endpoint>(endpoints).filter(
  // Revoking one's own token names nothing, and ends the token of the other calls.
  ([, { access, path }]) => access !== "open" && path !== "/events/stream" && path !== "/auth/tokens/current",
);

/** The same call, with ids put into the path, the query and the body. */
function call(client: Client, { method, path, body, query }: Endpoint, ids: Ids): Promise<Answer> {
  const concrete = path
    .replace("{id}", encodeURIComponent(path.startsWith("/auth/") ? ids.token : ids.id))
    .replace("{event_id}", ids.event_id)
    .replace("{name}", ids.name)
    .replace("{provider_id}", ids.provider)
    .replace("{version}", ids.version);
  const search = query !== undefined && "root" in query.shape ? `?root=${ids.id}` : "";
  return client.call(method, concrete + search, body === undefined ? {} : { body: bodyFor(path, ids) });
}

function bodyFor(path: string, ids: Ids): unknown {
  if (path.endsWith("/push")) return codeForm("no archive");
  if (path.endsWith("/deploy")) return { version: ids.version };
  if (path.startsWith("/files/")) return fileForm("other bytes", "text/plain");
  if (path === "/auth/tokens") return { name: "mine", scopes: ["resources:read"] };
  return configInput(ids === theirs ? "theirs" : "nobodys");
}

/** Removes what may differ between two answers of the same kind: ids that the call itself named or created. */
function comparable({ status, text }: Answer, ids: Ids): unknown {
  const named = [ids.id, ids.event_id, ids.name, ids.token, ids.provider, ids.version, ids.name.replace(".txt", "")];
  const masked = named.reduce((masking, id) => masking.replaceAll(id, "<id>"), text);
  return { status, text: status < 300 ? undefined : masked };
}

describe("an organization", () => {
  it.each(closed)("cannot tell by %s that another's object exists", async (_id, endpoint) => {
    const [real, absent] = [
      await call(stranger.client, endpoint, theirs),
      await call(stranger.client, endpoint, nobodys),
    ];
    expect(comparable(real, theirs)).toEqual(comparable(absent, nobodys));
  });

  it("sees nothing of another in any list", async () => {
    const fresh = await api.tenant();
    for (const [id, endpoint] of closed) {
      if (endpoint.method !== "GET" || endpoint.path.includes("{") || endpoint.path === "/auth/me") continue;
      const { text } = await fresh.client.call("GET", endpoint.path);
      for (const value of [
        theirs.id,
        theirs.event_id,
        theirs.token,
        "their-tag",
        theirs.provider,
        owner.organizationId,
        owner.userId,
      ]) {
        expect(text, id).not.toContain(value);
      }
    }
  });

  it("changes nothing of another by any call", async () => {
    const before = await countRows(api, owner.organizationId);
    const resources = (await owner.client.get("/resources/")).text;
    for (const [, endpoint] of closed) {
      if (endpoint.method !== "GET") await call(stranger.client, endpoint, theirs);
    }
    await stranger.client.delete("/ops/dead-letter?all=true");
    expect(await countRows(api, owner.organizationId)).toEqual(before);
    expect((await owner.client.get("/resources/")).text).toBe(resources);
    expect((await owner.client.get(`/files/${theirs.name}/download`)).text).toBe("their bytes");
    expect((await owner.client.get("/auth/me")).status).toBe(200);
  });

  it("may use the same names, and keeps its own values", async () => {
    const mine = configInput("theirs", { config: { data: { mine: true } } });
    await stranger.client.post("/resources/apply", mine);
    const path = "/resources/pragma%2Fconfig%2Ftheirs";
    expect((await stranger.client.get(path)).body.config).toEqual({ data: { mine: true } });
    expect((await owner.client.get(path)).body.config).toEqual({ data: { name: "theirs" } });
  });
});
