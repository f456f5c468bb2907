import {
  DEFAULT_HANDLING,
  type DriftStatus,
  type Handling,
  type JsonObject,
  type LifecycleState,
} from "@pragma/contract";
import type { ConditionFact, EdgeFact, StoredResource } from "@pragma/testing/chaos";
import type pg from "pg";
import type { Organization } from "../stack/organization.ts";

interface Row {
  key: string;
  id: string;
  lifecycle_state: LifecycleState;
  deleting: boolean;
  stale: boolean;
  provisioned: boolean;
  handling: Handling | null;
  dependencies: { provider: string; resource: string; name: string }[];
}

/** Stored state of each resource without its values, which is enough to tell whether it is settled. */
export type Standing = Pick<
  StoredResource,
  "space" | "key" | "id" | "state" | "deleting" | "stale" | "provisioned" | "handling" | "dependencies"
>;

export async function readStandings(pool: pg.Pool, { id, space }: Organization): Promise<Standing[]> {
  const { rows } = await pool.query<Row>(
    `SELECT key, id, lifecycle_state, deleting_since IS NOT NULL AS deleting, stale_since IS NOT NULL AS stale,
       provisioned, handling, dependencies
     FROM resources WHERE organization_id = $1 ORDER BY key`,
    [id],
  );
  return rows.map(({ lifecycle_state: state, dependencies, handling, ...row }) => ({
    ...row,
    ...{ space, state, handling: handling ?? DEFAULT_HANDLING },
    dependencies: dependencies.map(({ provider, resource, name }) => `${provider}/${resource}/${name}`),
  }));
}

export async function readEdges(pool: pg.Pool, { id, space }: Organization): Promise<EdgeFact[]> {
  const { rows } = await pool.query<{ from: string; to: string; kind: string }>(
    `SELECT from_key AS "from", to_key AS "to", kind FROM edges WHERE organization_id = $1`,
    [id],
  );
  return rows.map((row) => ({ ...row, space }));
}

interface Shown {
  config: JsonObject;
  resolved_config: JsonObject | null;
  outputs: JsonObject;
  owner_references: { provider: string; resource: string; name: string }[];
  error: string | null;
  conditions: ConditionFact[];
  generation: number;
  observed_generation: number;
  pending_event_id: string | null;
  deletion_protected: boolean;
  tags: string[] | null;
  drift: DriftStatus;
  identity: string | null;
}

/** Each resource as the API shows it to who may see secrets, and what only the database tells. */
export async function readResources(pool: pg.Pool, url: string, organization: Organization): Promise<StoredResource[]> {
  const resources: StoredResource[] = [];
  for (const standing of await readStandings(pool, organization)) {
    const response = await fetch(`${url}/resources/${encodeURIComponent(standing.id)}?reveal=true`, {
      headers: { authorization: `Bearer ${organization.token}` },
    });
    if (!response.ok) throw new Error(`${standing.id} cannot be read: ${response.status} ${await response.text()}`);
    const shown = (await response.json()) as Shown;
    resources.push({
      ...standing,
      config: shown.config,
      resolvedConfig: shown.resolved_config,
      outputs: shown.outputs,
      owners: shown.owner_references.map(({ provider, resource, name }) => `${provider}/${resource}/${name}`),
      error: shown.error,
      conditions: shown.conditions,
      generation: shown.generation,
      observedGeneration: shown.observed_generation,
      pendingEventId: shown.pending_event_id,
      protected: shown.deletion_protected,
      tags: shown.tags,
      drift: shown.drift,
      identity: shown.identity,
    });
  }
  return resources;
}
