import { randomBytes, randomUUID } from "node:crypto";
import type { Role } from "@pragma/contract";
import type { Core } from "@pragma/core";
import { closeCore, createCore } from "@pragma/core";
import { authenticateLogin, startLogin } from "@pragma/core/accounts";
import { SchemaValidator } from "@pragma/core/schemas";
import { Keyring } from "@pragma/core/secrets";
import { DEFAULT_SETTINGS } from "@pragma/core/settings";
import { createDatabase, createPool } from "@pragma/db";
import { createLogger } from "@pragma/telemetry";
import { createTestDatabase } from "@pragma/testing";
import { createCaller } from "../../src/index.ts";

const CLIENT = { address: "192.0.2.1", userAgent: "Firefox" };

/** A signed-in user. Each call looks up who they are, as a request does. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly organizationId: string;
  readonly secret: string;
  /** On a page of their organization, unless told otherwise: of another one, or of none. */
  as(organizationId?: string | null): Promise<ReturnType<typeof createCaller>>;
}

/** The routers on a database of their own. */
export interface Dashboard {
  readonly core: Core;
  /** Without a login. */
  readonly nobody: ReturnType<typeof createCaller>;
  /** A new account with a role, in a new organization unless told otherwise. */
  person(role: Role, organizationId?: string): Promise<Person>;
  /** Runs SQL beside the domain. */
  sql(text: string, values: unknown[]): Promise<void>;
  close(): Promise<void>;
}

/** Shared by all cores of the process, and closed by nobody: its threads take a quarter of a processor second to start. */
const VALIDATOR = new SchemaValidator({ deadlineMs: 30_000 });

export async function createDashboard(): Promise<Dashboard> {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, name: "trpc-test", max: 10 });
  const core = createCore({
    db: createDatabase(pool, { refusesLateLocks: true }),
    databaseUrl: database.url,
    keyring: new Keyring([randomBytes(32)]),
    settings: DEFAULT_SETTINGS,
    logger: createLogger({ service: "trpc-test", level: "fatal" }),
    validator: VALIDATOR,
  });
  const context = { core, correlationId: "request-1", client: CLIENT };

  async function person(role: Role, inside?: string): Promise<Person> {
    const organizationId = inside ?? randomUUID();
    const userId = randomUUID();
    const email = `${userId}@example.com`;
    if (inside === undefined) {
      await pool.query("INSERT INTO organizations (id, name) VALUES ($1, 'Acme')", [organizationId]);
    }
    await pool.query("INSERT INTO users (id, email) VALUES ($1, $2)", [userId, email]);
    await pool.query("INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, $3)", [
      organizationId,
      userId,
      role,
    ]);
    const { secret } = await startLogin(core, { userId, client: CLIENT });
    const as = async (page: string | null = organizationId) =>
      createCaller({ ...context, organizationId: page, login: await authenticateLogin(core, secret, "request-1") });
    return { userId, email, organizationId, secret, as };
  }

  return {
    core,
    nobody: createCaller({ ...context, organizationId: null, login: null }),
    person,
    sql: async (text, values) => void (await pool.query(text, values)),
    close: async () => {
      await closeCore(core);
      await pool.end();
      await database.drop();
    },
  };
}
