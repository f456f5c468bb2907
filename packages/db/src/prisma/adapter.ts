import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from "@prisma/driver-adapter-utils";
import pg from "pg";
import { PLATFORM_OWNER } from "../connection-shares.ts";
import { currentRoute } from "./route.ts";

/** Prisma writes a different text for each length of a list; beyond this many, statements are sent without a name. */
const MAX_NAMES = 500;

const names = new Map<string, string>();

/** Names each text, so that PostgreSQL parses and plans it once per connection. */
function statementNameGenerator({ sql }: { sql: string }): string {
  let name = names.get(sql);
  if (name === undefined && names.size < MAX_NAMES) {
    name = `prisma_${names.size}`;
    names.set(sql, name);
  }
  return name ?? "";
}

/** Sends a statement along the current route: on the pool, or on the connection that holds its transaction. */
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
 * For operations that Prisma runs as several statements, all or nothing. The caller owns the transaction, so this is a
 * savepoint in it: Prisma neither begins nor commits one.
 */
async function startSavepoint(adapter: SqlDriverAdapter): Promise<Transaction> {
  if (!currentRoute().db.inTransaction)
    throw new Error("This operation takes several statements: run it in a transaction");
  const run = async (text: string): Promise<void> => void (await send({ text }));
  await run("SAVEPOINT prisma");
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    // Makes Prisma send no COMMIT or ROLLBACK of its own.
    options: { usePhantomQuery: true },
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    commit: () => run("RELEASE SAVEPOINT prisma"),
    rollback: () => run("ROLLBACK TO SAVEPOINT prisma"),
  };
}

/**
 * Prisma's adapter for `pg` without connections of its own: each statement goes to the current route's database
 * ({@link currentRoute}), with its shares, time limits and transaction.
 */
export function routedAdapter(): SqlDriverAdapterFactory {
  // The adapter requires a pool, but uses only this one method. It never connects.
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
