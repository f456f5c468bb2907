import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "@pragma/contract";
import { answerProviderCall, type QuestionFailure } from "@pragma/core/provider-calls";
import type { TestApi } from "./api.ts";
import type { Tenant } from "./tenant.ts";

/** A type of the organization's own, whose handlers can report its health. */
export function addTypeWithHealth(api: TestApi, tenant: Tenant): Promise<void> {
  return addType(api, tenant, "health");
}

/** `acme/thing/a` as a worker provisioned it, of a type whose handlers can tell what it is really like. */
export async function addReadable(api: TestApi, tenant: Tenant): Promise<void> {
  await addType(api, tenant, "read");
  await tenant.client.post("/resources/apply", { provider: "acme", resource: "thing", name: "a", config: {} });
  await api.pool.query(
    "UPDATE resources SET lifecycle_state = 'ready', provisioned = true WHERE organization_id = $1 AND name = 'a'",
    [tenant.organizationId],
  );
}

/** A type whose handlers tell what exists. */
export function addListable(api: TestApi, tenant: Tenant): Promise<void> {
  return addType(api, tenant, "read", "identity", "import", "list");
}

/** Stores that a check found `config.size` to be 2 instead of 1, and a secret instead of another, as a worker does. */
export async function storeFinding(api: TestApi, { organizationId }: Tenant): Promise<void> {
  const box = api.core.services.keyring.box(organizationId);
  const changes = [
    { path: "config.size", declared: 1, found: 2 },
    { path: "config.password", declared: box.seal("one"), found: box.seal("another") },
  ];
  await api.pool.query(
    `WITH found AS (
       INSERT INTO drift_checks (organization_id, resource_key, provider, due_at, checked_at, found, changes)
       VALUES ($1, 'acme/thing/a', 'acme', '2030-01-01T01:00:00Z', '2030-01-01T00:00:00Z', 'drifted', $2)
     ) UPDATE resources SET drift = 'drifted' WHERE organization_id = $1 AND key = 'acme/thing/a'`,
    [organizationId, JSON.stringify(changes)],
  );
}

async function addType(api: TestApi, { organizationId }: Tenant, ...capabilities: string[]): Promise<void> {
  await api.pool.query(
    `INSERT INTO provider_types (organization_id, provider, resource, version, schema, outputs_schema, tags, capabilities)
     VALUES ($1, 'acme', 'thing', '1', '{"type":"object"}', '{"type":"object"}', '{}', $2)`,
    [organizationId, capabilities],
  );
}

/** Answers the next question to a provider, as a worker does. A `TimeoutError` is a provider that kept silent. */
export async function answerNextQuestion(api: TestApi, answer: () => Json | Promise<Json>): Promise<void> {
  for (;;) {
    const { rows } = await api.pool.query<{ id: string }>("SELECT id FROM provider_calls LIMIT 1");
    if (rows[0] === undefined) {
      await sleep(10);
      continue;
    }
    const describe = (error: unknown): QuestionFailure => {
      const { name, message } = error as Error;
      return { kind: name === "TimeoutError" ? "timeout" : "failed", message };
    };
    return answerProviderCall(
      api.core,
      rows[0].id,
      async function* () {
        yield await answer();
      },
      describe,
    );
  }
}
