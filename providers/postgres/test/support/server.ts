// Its import declares what `inject` can give.
import { startPostgresServer } from "@pragma/testing";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";

/** A server to test against, with what tests want to know about it. To be used from within tests and hooks. */
export interface TestServer {
  /** URL of the superuser. */
  url(database?: string): string;
  /** Runs one statement as the superuser, or over another URL. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[], url?: string): Promise<Row[]>;
}

/** The run's server, or the one of PRAGMA_TEST_USER_DATABASE_URL: to try another version of PostgreSQL. */
export function useServer(): TestServer {
  return serverAt(() => process.env.PRAGMA_TEST_USER_DATABASE_URL ?? inject("pragmaTestServerUrl"));
}

/** A server of the test file's own, which takes 100 connections and can be stopped. */
export function useOwnServer(): TestServer & { stop(): Promise<void> } {
  let started: Awaited<ReturnType<typeof startPostgresServer>> | undefined;
  beforeAll(async () => {
    started = await startPostgresServer({ empty: true });
  });
  afterAll(async () => {
    await started?.remove();
  });
  const running = () => {
    if (started === undefined) throw new Error("the server is there from beforeAll on");
    return started;
  };
  return { ...serverAt(() => running().url), stop: () => running().stop() };
}

/** The server of which `base` gives the URL of its superuser. */
export function serverAt(base: () => string): TestServer {
  const url = (database?: string) => {
    const target = new URL(base());
    if (database !== undefined) target.pathname = `/${encodeURIComponent(database)}`;
    return target.href;
  };
  return {
    url,
    async sql<Row extends pg.QueryResultRow>(text: string, values: unknown[] = [], target = url()) {
      const client = new pg.Client({ connectionString: target });
      await client.connect();
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

let count = 0;

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  count += 1;
  return `${prefix}_${process.pid}_${Date.now().toString(36)}_${count}`;
}

/** As in server_version_num: 180000. */
export async function serverVersion(server: TestServer): Promise<number> {
  const [row] = await server.sql<{ version: number }>("SELECT current_setting('server_version_num')::int AS version");
  return row?.version ?? 0;
}

/**
 * The URL of an administrator as managed PostgreSQL services give one, and as `npm start` makes one: it makes roles and
 * databases, and is not a superuser. `settings` are set for it, as after ALTER ROLE … SET.
 */
export async function makeLimitedAdministrator(server: TestServer, settings = ""): Promise<string> {
  const name = uniqueName("admin");
  await server.sql(`CREATE ROLE ${name} LOGIN CREATEROLE CREATEDB PASSWORD 'admin-password'`);
  if (settings !== "") await server.sql(`ALTER ROLE ${name} SET ${settings}`);
  const url = new URL(server.url());
  url.username = name;
  url.password = "admin-password";
  return url.href;
}
