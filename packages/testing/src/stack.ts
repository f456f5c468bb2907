import { randomBytes } from "node:crypto";
import { freePort } from "@pragma/db/embedded";
import { withClient } from "./admin.ts";
import { addOrganization } from "./organization.ts";
import { Program, ROOT } from "./program.ts";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

export interface StackOptions {
  /** Folder of the repository whose built programs are run, with a trailing slash; defaults to this one. */
  readonly root?: string;
  /** Taken over, and dropped with the stack; by default a new migrated one. */
  readonly database?: TestDatabase;
}

/** The product: API and worker, each as the built program that ships. */
export interface Stack {
  readonly apiUrl: string;
  readonly databaseUrl: string;
  /** Token of an organization's owner. */
  readonly token: string;
  /** Ends what the caller has started. Fails if a program blocked its event loop for more than a second. */
  stop(): Promise<void>;
}

/** A stack on its own database, which nobody else uses. */
export interface OwnStack extends Stack {
  /** Restarts the API on the same port, like a rolling update; open connections end. */
  restartApi(): Promise<void>;
  /** Fails if a program blocked its event loop for more than a second since this was asked last. */
  checkLoops(): void;
}

let joined: Promise<OwnStack> | undefined;

/**
 * A new organization, for one file, on the stack that the files of a worker share: the first starts it, with the settings that
 * are the default, and it ends with the worker.
 */
export async function joinStack(): Promise<Stack> {
  joined ??= createTestDatabase({ isShared: true }).then((database) => startStack({}, { database }));
  const { apiUrl, databaseUrl, checkLoops } = await joined;
  const { token } = await withClient(databaseUrl, (client) => addOrganization(client, "Acme"));
  return { apiUrl, databaseUrl, token, stop: async () => checkLoops() };
}

/**
 * Starts one. Callers know only the API's address: packages import no app.
 *
 * @param env further settings of API and worker. By default a failure is final at once, and no package can be fetched
 *   from a registry
 */
export async function startStack(env: Record<string, string> = {}, options: StackOptions = {}): Promise<OwnStack> {
  const { root = ROOT, database = await createTestDatabase() } = options;
  // Chosen here, so that the URLs in its answers (next pages, files) are its own.
  const port = await freePort();
  const token = `pragma_${randomBytes(32).toString("base64url")}`;
  const shared = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    DATABASE_URL: database.url,
    PRAGMA_ENCRYPTION_KEYS: randomBytes(32).toString("base64"),
    PRAGMA_PROVIDERS_DIR: `${root}providers`,
    PRAGMA_MAX_ATTEMPTS: "1",
    PRAGMA_NPM_REGISTRY: "http://127.0.0.1:9/",
    PRAGMA_PUBLIC_API_URL: `http://127.0.0.1:${port}`,
    ...env,
  };
  const owner = {
    PRAGMA_ADMIN_EMAIL: "owner@example.com",
    PRAGMA_ADMIN_PASSWORD: randomBytes(16).toString("hex"),
    PRAGMA_BOOTSTRAP_TOKEN: token,
  };
  const apiEnv = { ...shared, ...owner, PRAGMA_API_PORT: String(port) };
  const api = new Program({ app: "api", root, env: apiEnv });
  const worker = new Program({ app: "worker", root, env: shared });
  const stop = async (): Promise<void> => {
    await Promise.all([api.stop(), worker.stop()]);
    await database.drop();
  };
  try {
    await Promise.all([api.start(), worker.start()]);
  } catch (error) {
    await stop();
    throw error;
  }
  const checkLoops = (): void => {
    api.checkLoop();
    worker.checkLoop();
  };
  return {
    apiUrl: `http://127.0.0.1:${port}`,
    databaseUrl: database.url,
    token,
    checkLoops,
    async restartApi() {
      await api.stop();
      checkLoops();
      await api.start();
    },
    async stop() {
      await stop();
      checkLoops();
    },
  };
}
