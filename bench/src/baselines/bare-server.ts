import { createHash, randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { type PresentedRow, presentedColumns } from "@pragma/db/queries";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";
import pg from "pg";
import { APPLY } from "./durable-writes.ts";

/**
 * The least that could serve the two hot routes: Fastify, named statements, and tokens in memory. No limits, no
 * scopes, no validation, no request ids, no entity tags; the same SQL.
 */

// Text as Postgres sends it, as the product does: parsing only to write it again would be work that nobody needs.
const asText = (value: string): string => value;
for (const type of [pg.types.builtins.JSON, pg.types.builtins.JSONB, pg.types.builtins.TIMESTAMPTZ]) {
  pg.types.setTypeParser(type, asText);
}

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 20 });
const tokens = new LRUCache<string, { organization: string; actor: string }>({ max: 10_000 });

const TOKEN = {
  name: "bench_token",
  text: `SELECT organization_id AS organization, json_build_object('type', 'token', 'id', id, 'name', name)::text AS actor
    FROM api_tokens WHERE token_hash = $1 AND revoked_at IS NULL`,
};
const GET = {
  name: "bench_get",
  text: `SELECT ${presentedColumns} FROM resources r WHERE r.organization_id = $1 AND r.id = $2`,
};

const app = Fastify({ logger: false, routerOptions: { maxParamLength: 2000 } });

app.get<{ Params: { id: string } }>("/resources/:id", async (request, reply) => {
  const caller = await authenticate(request);
  if (!caller) return reply.code(401).send();
  const { rows } = await pool.query<PresentedRow>({ ...GET, values: [caller.organization, request.params.id] });
  return rows[0] === undefined ? reply.code(404).send() : answer(reply, rows[0]);
});

app.post<{ Body: { name: string; config: unknown } }>("/resources/apply", async (request, reply) => {
  const caller = await authenticate(request);
  if (!caller) return reply.code(401).send();
  const { name, config } = request.body;
  const values = [caller.organization, `bench/file/${name}`, `resource:bench_file_${name}`, name];
  const { rows } = await pool.query<PresentedRow>({
    ...APPLY,
    values: [...values, JSON.stringify(config), "[]", randomUUID(), randomUUID(), caller.actor],
  });
  return answer(reply, rows[0] as PresentedRow);
});

async function authenticate(request: FastifyRequest): Promise<{ organization: string; actor: string } | undefined> {
  const hash = createHash("sha256")
    .update((request.headers.authorization ?? "").slice(7))
    .digest();
  const key = hash.toString("base64");
  const known = tokens.get(key);
  if (known) return known;
  const { rows } = await pool.query<{ organization: string; actor: string }>({ ...TOKEN, values: [hash] });
  if (rows[0]) tokens.set(key, rows[0]);
  return rows[0];
}

/** The resource as the product shows it, less what has to be looked for: conditions and secrets. */
function answer(reply: FastifyReply, row: PresentedRow): FastifyReply {
  reply.header("content-type", "application/json");
  return reply.send(
    `{"id":"${row.id}","provider":"${row.provider}","resource":"${row.resource}","name":"${row.name}"` +
      `,"config":${row.config},"resolved_config":${row.resolved_config},"dependencies":${row.dependencies}` +
      `,"owner_references":${row.owner_references},"outputs":${row.outputs ?? "{}"},"error":${JSON.stringify(row.error)}` +
      `,"lifecycle_state":"${row.lifecycle_state}","conditions":[],"generation":${row.generation}` +
      `,"observed_generation":${row.observed_generation},"pending_event_id":${JSON.stringify(row.pending_event_id)}` +
      `,"provisioned":${row.provisioned},"deletion_protected":${row.deletion_protected}` +
      `,"tags":${row.has_tags ? JSON.stringify(row.tags) : "null"}` +
      `,"created_at":"${row.created_at}","updated_at":"${row.updated_at}"}`,
  );
}

await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.({ port: (app.server.address() as AddressInfo).port });
process.on("SIGTERM", () => process.exit(0));
