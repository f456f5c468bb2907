import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { PLATFORM_OWNER } from "../connection-shares.ts";
import { currentRoute } from "./route.ts";

/** Prisma writes another text for each length of a list; beyond this many a statement is sent without a name. */
const MAX_NAMES = 500;

const names = new Map<string, string>();

/** A name for each text, so that PostgreSQL parses and plans it once a connection. */
function statementNameGenerator({ sql }: { sql: string }): string {
  let name = names.get(sql);
  if (name === undefined && names.size < MAX_NAMES) {
    name = `prisma_${names.size}`;
    names.set(sql, name);
  }
  return name ?? "";
}

/** Sends a statement where the work at hand runs: on the pool, or on the connection that holds its transaction. */
async function send(query: pg.QueryConfig): Promise<pg.QueryResult> {
  const route = currentRoute();
  const owner = typeof route.reach === "string" ? PLATFORM_OWNER : route.reach.organizationId;
  try {
    return await route.db.send(query, { owner, mayLock: false });
  } catch (error) {
    route.failure ??= error;
    throw error;
  }
}

/**
 * What Prisma does in several statements, all or none. The transaction is the caller's, so this is a savepoint in it:
 * Prisma neither begins nor commits one.
 */
async function startSavepoint(adapter: SqlDriverAdapter): Promise<Transaction> {
  if (!currentRoute().db.inTransaction)
    throw new Error("This operation takes several statements: run it in a transaction");
  const run = async (text: string): Promise<void> => void (await send({ text }));
  await run("SAVEPOINT prisma");
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    // Prisma sends no COMMIT and no ROLLBACK of its own.
    options: { usePhantomQuery: true },
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    commit: () => run("RELEASE SAVEPOINT prisma"),
    rollback: () => run("ROLLBACK TO SAVEPOINT prisma"),
  };
}

/**
 * Prisma's adapter for `pg` without connections of its own: each statement goes to the database of the work at hand
 * ({@link currentRoute}), with that one's shares, time limits and transaction.
 */
export function routedAdapter(): SqlDriverAdapterFactory {
  // The adapter insists on a pool, of which it asks nothing but this. It never connects.
  const inner = new PrismaPg(Object.assign(new pg.Pool(), { query: send }), { statementNameGenerator });
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    async connect() {
      const adapter = await inner.connect();
      adapter.startTransaction = () => startSavepoint(adapter);
      return adapter;
    },
  };
}
