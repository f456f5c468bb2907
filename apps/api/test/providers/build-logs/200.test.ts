import { appendBuildLog, claimBuild, finishBuild } from "@pragma/core/providers/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import { push } from "../../support/pushed.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

describe("GET /providers/{provider_id}/builds/{version}/logs", () => {
  it("comes as it is written, and ends with the build", async () => {
    const version = await push(tenant, "acme");
    const response = await tenant.client.open("GET", `/providers/acme/builds/${version}/logs`);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const build = await claimBuild(api.core, { organizationId: tenant.organizationId, provider: "acme", version });
    if (!build) throw new Error("nothing to build");
    await appendBuildLog(api.core, build, "installing\n");
    expect((await reader?.read())?.value).toBe("installing\n");
    await appendBuildLog(api.core, build, "bündling\n");
    expect((await reader?.read())?.value).toBe("bündling\n");
    await finishBuild(api.core, build, { error: "no" });
    expect((await reader?.read())?.done).toBe(true);
    const whole = await tenant.client.get(`/providers/acme/builds/${version}/logs`);
    expect(whole.text).toBe("installing\nbündling\n");
  });

  it("breaks off when the token is revoked, so that it does not look complete", async () => {
    const version = await push(tenant, "acme");
    const client = await tenant.withScopes("providers:read");
    const response = await client.open("GET", `/providers/acme/builds/${version}/logs`);
    await api.pool.query("UPDATE api_tokens SET revoked_at = now() WHERE id <> $1", [tenant.tokenId]);
    await expect(response.text()).rejects.toThrow();
  });
});
