import { randomUUID } from "node:crypto";
import { createPool } from "@pragma/db";
import type { Account } from "./accounts.ts";
import type { Api } from "./api.ts";
import type { Platform } from "./platform.ts";
import { stackInfo } from "./stack-info.ts";

/** Makes a file, and stores of it what a check found: a sensitive content, as files have none. No check comes by itself. */
export async function storeDrift(platform: Platform, account: Account, api: Api, name: string): Promise<void> {
  const { files, databaseUrl } = stackInfo();
  const config = { root: files, path: `${randomUUID()}/${name}`, content: "declared" };
  await api.apply({ provider: "fs", resource: "file", name, config, handling: { drift: "off" } });
  await api.waitFor(`fs/file/${name}`, "ready");
  const box = platform.core.services.keyring.box(account.organizationId);
  const changes = [{ path: "config.content", declared: box.seal("declared"), found: box.seal("found in secret") }];
  const pool = createPool({ url: databaseUrl, name: "pragma-e2e-drift", max: 1 });
  try {
    await pool.query(
      `WITH found AS (
         UPDATE resources SET drift = 'drifted', version = nextval('resources_version_seq')
         WHERE organization_id = $1 AND key = $2 RETURNING organization_id, key, provider
       )
       INSERT INTO drift_checks (organization_id, resource_key, provider, due_at, checked_at, found, changes, finding_hash)
       SELECT organization_id, key, provider, now() + interval '1 hour', now(), 'drifted', $3, 'found' FROM found
       ON CONFLICT (organization_id, resource_key) DO UPDATE
         SET found = EXCLUDED.found, changes = EXCLUDED.changes, finding_hash = EXCLUDED.finding_hash, due_at = EXCLUDED.due_at`,
      [account.organizationId, `fs/file/${name}`, JSON.stringify(changes)],
    );
  } finally {
    await pool.end();
  }
}
