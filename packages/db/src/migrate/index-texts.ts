import { buildConcurrently } from "./concurrent-index.ts";
import { inTransaction } from "./in-transaction.ts";
import type { Run } from "./run.ts";

/** SQLSTATEs of an extension that a role may not create, or that the server does not have. */
const REFUSALS = new Set(["42501", "0A000", "58P01"]);

const PLACE = "SELECT extnamespace::regnamespace::text AS place FROM pg_extension WHERE extname = 'pg_trgm'";

const INDEX = "resources_text_idx";

/** As `index_resource_texts()` of 0021 builds it, which has writers wait until all resources are read. */
const create = (place: string): string =>
  `CREATE INDEX ${INDEX} ON resources USING gin (organization_id uuid_ops, key ${place}.gin_trgm_ops)
   WITH (gin_pending_list_limit = 1024)`;

/**
 * Builds the index that the database may have refused during its migration.
 * @returns why there is none; null if there is one, or nothing to index yet
 */
export async function indexTexts(run: Run): Promise<string | null> {
  const { rows } = await run.client.query(
    `SELECT 1 WHERE to_regprocedure('index_resource_texts()') IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('${INDEX}') AND indisvalid)`,
  );
  if (rows.length === 0) return null;
  try {
    await inTransaction(run, "the extension pg_trgm", async () => {
      await run.client.query("CREATE EXTENSION IF NOT EXISTS pg_trgm");
    });
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code !== undefined && REFUSALS.has(code)) return message;
    throw error;
  }
  const answer = await run.client.query<{ place: string }>(PLACE);
  await buildConcurrently(run, "the index of texts", INDEX, create(answer.rows[0]?.place ?? "public"));
  return null;
}
