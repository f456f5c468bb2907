import { randomUUID } from "node:crypto";
import type { TestApi } from "./api.ts";
import { configInput, settle } from "./resource.ts";
import type { Tenant } from "./tenant.ts";

/** A resource whose event has ended in failure, as the worker leaves it. */
export async function failedResource(api: TestApi, tenant: Tenant, name: string): Promise<string> {
  const { body } = await tenant.client.post("/resources/apply", configInput(name, { lifecycle_state: "pending" }));
  const eventId: string = body.pending_event_id;
  await api.pool.query("UPDATE events SET settled_at = now(), published_at = now(), payload = '{}' WHERE id = $1", [
    eventId,
  ]);
  await api.pool.query("UPDATE resources SET pending_event_id = NULL WHERE id = $1", [body.id]);
  await settle(api.pool, tenant.organizationId, name, { lifecycle_state: "failed", error: "it broke" });
  await insertDeadLetter(api, tenant, `pragma/config/${name}`, eventId);
  return eventId;
}

export async function insertDeadLetter(
  api: TestApi,
  { organizationId }: Tenant,
  key: string,
  eventId: string = randomUUID(),
  failedAt: Date = new Date(),
): Promise<string> {
  await api.pool.query(
    `INSERT INTO dead_letters
       (event_id, organization_id, resource_key, event_type, payload, error_message, attempt_count, correlation_id, failed_at)
     VALUES ($1, $2, $3, 'CREATE', '{"data":{"k":{"$encrypted":"v1.a.b.c"}}}', 'it broke', 5, 'trace-1', $4)`,
    [eventId, organizationId, key, failedAt],
  );
  return eventId;
}
