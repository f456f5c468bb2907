import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { configPath } from "../support/resource.ts";
import type { Tenant } from "../support/tenant.ts";

const MEBIBYTE = 1024 * 1024;
const ROWS = 70;

let api: TestApi;
let tenant: Tenant;

/** Seventy rows of half a megabyte and a bit of each list, all of which PostgreSQL keeps compressed. */
beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
  const { organizationId: organization } = tenant;
  const rows = `generate_series(1, ${ROWS}) i`;
  const large = "json_build_object('data', json_build_object('text', repeat('x', 524288)))";
  await api.pool.query(
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, tags, applied_by)
     SELECT $1, 'pragma/config/n' || i, 'resource:pragma_config_n' || i, 'pragma', 'config', 'n' || i, ${large}, 'draft', '{}', '{}'
     FROM ${rows}`,
    [organization],
  );
  await api.pool.query(
    `INSERT INTO resource_changes (organization_id, resource_key, event_type, generation, correlation_id, actor, changes)
     SELECT $1, 'pragma/config/n1', 'UPDATE', 1, 'r', '{"type":"system","id":"test","name":"test"}',
       json_build_array(json_build_object('path', 'config.data.text', 'after', repeat('x', 524288))) FROM ${rows}`,
    [organization],
  );
  await api.pool.query(
    `INSERT INTO dead_letters (event_id, organization_id, resource_key, event_type, payload, error_message, attempt_count,
       failed_at, correlation_id)
     SELECT gen_random_uuid(), $1, 'pragma/config/n' || i, 'CREATE', ${large}, 'broken', 1, now() - i * interval '1 second', 'r'
     FROM ${rows}`,
    [organization],
  );
  await api.pool.query(
    `INSERT INTO audit_entries (organization_id, action, target, outcome, correlation_id, actor, details)
     SELECT $1, 'secret.use', 'n' || i, 'success', 'r', '{"type":"system","id":"test","name":"test"}',
       jsonb_build_object('places', repeat('x', 524288)) FROM ${rows}`,
    [organization],
  );
});
afterAll(() => api.close());

const lists = [
  ["resources", "/resources/", "name"],
  ["the history of a resource", configPath("n1", "/events"), "id"],
  ["dead letters", "/ops/dead-letter", "event_id"],
  ["the audit log", "/audit", "id"],
] as const;

describe.each(lists)("a list of %s", (_what, path, name) => {
  it("ends a page past 32 MiB, not before, and links to the rest", async () => {
    const first = await tenant.client.get(`${path}?limit=1000`);
    const bytes = Buffer.byteLength(first.text);
    expect(bytes).toBeGreaterThanOrEqual(32 * MEBIBYTE);
    expect(bytes).toBeLessThan(33 * MEBIBYTE);
    const next = /^<([^>]+)>; rel="next"$/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    const second = await tenant.client.get(next.replace(api.core.services.settings.publicApiUrl, ""));
    expect(second.headers.get("link")).toBeNull();
    const names = [...first.body, ...second.body].map((row) => row[name]);
    expect(names).toHaveLength(ROWS);
    expect(new Set(names).size).toBe(ROWS);
  });
});

it("a small page ends at the requested limit", async () => {
  const { body, headers } = await tenant.client.get("/resources/?limit=3");
  expect(body).toHaveLength(3);
  expect(headers.get("link")).toMatch(/rel="next"/);
});
