import type { Stack } from "./stack.ts";

/** Tags of seeded resources, by how many rows carry them. */
export const TAGS = { rare: "rare", hundredth: "hundredth", half: "half" } as const;

const BATCH = 50_000;

/** Rows per row that carries the rare value: 10 in a million. */
const RARE = 100_000;

/** Names are spread, so that the order of a list is not the order of the table. */
const NAME = "substr(md5(n::text), 1, 12) || '-' || n";
const FILES = ["file"];

/** SQL for the type of the n-th resource, given the parameter that has all of them. */
const typeOf = (types: string): string => `(${types}::text[])[1 + n % cardinality(${types}::text[])]`;
const keyOf = (types: string, n = "n"): string =>
  `(SELECT 'bench/' || ${typeOf(types)} || '/' || ${NAME} FROM (SELECT ${n} AS n) AS of)`;

/**
 * Ready resources, written straight into the table, in the shape that the platform gives them.
 * @param types of the provider `bench`, in turns
 */
export async function seedResources(
  stack: Stack,
  organizationId: string,
  count: number,
  types: readonly string[] = FILES,
): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    await stack.pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, resolved_config, handed_config,
         applied_config, outputs, tags, has_tags, lifecycle_state, observed_generation, provisioned, applied_by)
       SELECT $1, 'bench/' || type || '/' || name, 'resource:bench_' || type || '_' || name, 'bench', type, name, config,
         config, config, config, json_build_object('checksum', encode(sha256(name::bytea), 'hex'), 'size', 200), tags, true,
         'ready', 1, true, '{}'
       FROM (
         SELECT ${NAME} AS name, ${typeOf("$4")} AS type,
           json_build_object('content', repeat('settings ', 20) || n) AS config,
           array_remove(ARRAY['all', CASE WHEN n % 2 = 0 THEN '${TAGS.half}' END,
             CASE WHEN n % 100 = 0 THEN '${TAGS.hundredth}' END,
             CASE WHEN n % ${RARE} = 0 THEN '${TAGS.rare}' END, 'team-' || n % 1000], NULL) AS tags
         FROM generate_series($2::int, $3::int) AS n
       ) AS made`,
      [organizationId, from, Math.min(from + BATCH, count) - 1, types],
    );
  }
}

/** Makes each of the seeded resources depend on the one before it, but for those of the first type: chains across all types. */
export async function connectAll(
  stack: Stack,
  organizationId: string,
  count: number,
  types: readonly string[],
): Promise<void> {
  await stack.pool.query(
    `INSERT INTO edges (organization_id, from_key, to_key, kind)
     SELECT $1, ${keyOf("$3", "i")}, ${keyOf("$3", "i - 1")}, 'dependency' FROM generate_series(1, $2::int - 1) AS i
     WHERE i % cardinality($3::text[]) > 0`,
    [organizationId, count, types],
  );
  await stack.pool.query("VACUUM (ANALYZE) edges");
}

/** How many of the seeded resources are not ready, by state. */
export const NOT_READY = { draft: 20, failed: 20, pending: 20, processing: 20 } as const;

/**
 * Takes some of the seeded resources out of the state that they are ready in, all over the list. What is pending or
 * processing has its event. If there is any, stop the worker before: it would go on with them.
 */
export async function unsettleSome(
  stack: Stack,
  organizationId: string,
  count: number,
  { wanted = NOT_READY as Readonly<Record<string, number>>, types = FILES as readonly string[] } = {},
): Promise<void> {
  for (const [index, [state, some]] of Object.entries(wanted).entries()) {
    const keys = `SELECT ${keyOf("$6", "i * ($4::int / $5::int) + $3::int")} FROM generate_series(0, $5::int - 1) AS i`;
    await stack.pool.query(
      `WITH moved AS (
         UPDATE resources SET lifecycle_state = $2 WHERE organization_id = $1 AND key IN (${keys})
         RETURNING organization_id, key
       )
       INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor)
       SELECT gen_random_uuid(), organization_id, key, 'UPDATE', 1, 'bench', '{}' FROM moved
       WHERE $2 IN ('pending', 'processing')`,
      [organizationId, state, index + 1, count, some, types],
    );
  }
}

/** Does what autovacuum would come to do: statistics, visibility, and the index's pending entries. */
export async function settleTable(stack: Stack): Promise<void> {
  await stack.pool.query("VACUUM (ANALYZE) resources");
  await stack.pool.query("CHECKPOINT");
}
