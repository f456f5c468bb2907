import { type Endpoint, endpoints, ROLES, type Role, roleAtLeast, SCOPES } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { codeForm, providerArchive } from "../support/archive.ts";
import type { Answer } from "../support/client.ts";
import { fileForm } from "../support/file.ts";
import { configInput } from "../support/resource.ts";
import type { Tenant } from "../support/tenant.ts";

/**
 * Least role for each endpoint, from the roles and scopes of the contract. It is written out, and not taken from the endpoints, so that
 * an endpoint which asks for too little is found.
 */
const LEAST: Readonly<Record<keyof typeof endpoints, Role | "anybody">> = {
  getHealth: "anybody",
  getReadiness: "anybody",
  getOpenapi: "anybody",
  getDocs: "anybody",
  getJwks: "anybody",
  exchangeLoginCode: "anybody",
  getIdentity: "viewer",
  revokeOwnToken: "viewer",
  listResources: "viewer",
  listResourceTypes: "viewer",
  getResourceFacets: "viewer",
  getResourceGraph: "viewer",
  getResource: "viewer",
  getResourceStatus: "viewer",
  explainResource: "viewer",
  readResourceLogs: "viewer",
  checkResourceHealth: "viewer",
  getResourceDrift: "viewer",
  checkResourceDrift: "member",
  discover: "member",
  listResourceEvents: "viewer",
  compareVersions: "viewer",
  streamEvents: "viewer",
  listDeadLetters: "viewer",
  getDeadLetter: "viewer",
  listProviders: "viewer",
  listBuilds: "viewer",
  getBuild: "viewer",
  getVersion: "viewer",
  readBuildLogs: "viewer",
  getDeployment: "viewer",
  downloadFile: "viewer",
  getFileUrl: "viewer",
  checkFile: "viewer",
  listChanges: "viewer",
  getChange: "viewer",
  listChangeActions: "viewer",
  getSettings: "viewer",
  listSets: "viewer",
  getSet: "viewer",
  planChange: "member",
  previewChange: "member",
  applyChange: "member",
  discardChange: "member",
  endChange: "member",
  revertChange: "member",
  deleteSet: "member",
  applyResource: "member",
  deleteResource: "member",
  cancelResource: "member",
  discardDraft: "member",
  reapplyResource: "member",
  retryResource: "member",
  uploadFile: "member",
  deleteFile: "member",
  retryDeadLetter: "member",
  retryAllDeadLetters: "member",
  deleteDeadLetter: "member",
  deleteAllDeadLetters: "member",
  listTokens: "member",
  createToken: "member",
  revokeToken: "member",
  pushProvider: "admin",
  deployProvider: "admin",
  previewDeployment: "admin",
  deleteProvider: "admin",
  listAudit: "admin",
  changeSettings: "owner",
};

/** Requirements of parts of endpoints, in addition. */
const PARTS: readonly { what: string; path: string; least: Role }[] = [
  { what: "revealed values", path: "/resources/pragma%2Fconfig%2Fhere?reveal=true", least: "admin" },
];

let api: TestApi;
let archive: Buffer<ArrayBuffer>;
const tenants: Partial<Record<Role, Tenant>> = {};

beforeAll(async () => {
  api = await startApi();
  archive = await providerArchive("notes");
  for (const role of ROLES) {
    const owner = await api.tenant();
    await owner.client.post("/resources/apply", configInput("here"));
    // A token from the time when its holder could do more: the current role counts.
    await api.pool.query("UPDATE memberships SET role = $1 WHERE user_id = $2", [role, owner.userId]);
    tenants[role] = owner;
  }
});
afterAll(() => api.close());

function tenantOf(role: Role): Tenant {
  const tenant = tenants[role];
  if (tenant === undefined) throw new Error(`nobody is ${role}`);
  return tenant;
}

/** As a member of a role, with a token that has every scope there is. */
async function call(tenant: Tenant, { id, method, path, body }: Endpoint): Promise<Pick<Answer, "status" | "text">> {
  const client = await tenant.withScopes(...SCOPES);
  const concrete = path.replace("{provider_id}", "notes").replace(/\{\w+\}/g, "x");
  if (id === "streamEvents") {
    const end = new AbortController();
    const { status } = await client.open(method, concrete, { signal: end.signal });
    end.abort();
    return { status, text: "" };
  }
  return client.call(method, concrete, body === undefined ? {} : { body: bodyOf(path) });
}

function bodyOf(path: string): unknown {
  if (path.endsWith("/push")) return codeForm(archive);
  return path.startsWith("/files/") ? fileForm("x", "text/plain") : {};
}

it("says of every operation who may do it", () => {
  expect(Object.keys(LEAST).sort()).toEqual(
    Object.values<Endpoint>(endpoints)
      .map(({ id }) => id)
      .sort(),
  );
});

describe.each(ROLES)("a member who is %s now, whatever the token says", (role) => {
  it.each(Object.values<Endpoint>(endpoints).map((endpoint) => [endpoint.id, endpoint] as const))(
    "may do %s if the role may, and no other",
    async (id, endpoint) => {
      const least = LEAST[id as keyof typeof endpoints];
      const { status } = await call(tenantOf(role), endpoint);
      const isAllowed = least === "anybody" || roleAtLeast(role, least);
      expect(status === 403).toBe(!isAllowed);
      expect(status).not.toBe(401);
    },
  );

  it.each(PARTS)("may have $what if the role may", async ({ path, least }) => {
    const client = await tenantOf(role).withScopes(...SCOPES);
    expect((await client.get(path)).status).toBe(roleAtLeast(role, least) ? 200 : 403);
  });
});

describe("an organization that was not granted to push providers", () => {
  it.each(ROLES)("cannot by a member who is %s, and can do all else", async (role) => {
    const tenant = await api.tenant({ role });
    await api.pool.query("UPDATE organizations SET may_push = false WHERE id = $1", [tenant.organizationId]);
    const { status, text } = await call(tenant, endpoints.pushProvider);
    expect(status).toBe(403);
    if (roleAtLeast(role, "admin")) expect(text).toContain("push");
    const deploy = await call(tenant, endpoints.deployProvider);
    expect(deploy.status).toBe(roleAtLeast(role, "admin") ? 404 : 403);
  });
});
