import { randomBytes } from "node:crypto";
import { freePort } from "@pragma/db/embedded";
import { migrate } from "@pragma/db/migrate";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { type Balancer, startNginx } from "@pragma/testing/nginx";
import { Program } from "@pragma/testing/program";
import { onTestFinished } from "vitest";

type App = "api" | "worker" | "web";

/** Where a program of the installation runs; workers have no port. */
export interface Place {
  readonly app: App;
  readonly port: number;
}

/** Two of each program behind nginx, as the guide has it. */
export class Installation {
  readonly balancer: Balancer;
  readonly token: string;
  /** In the order in which they are replaced. */
  readonly places: readonly Place[];
  readonly #database: TestDatabase;
  readonly #env: Record<string, string>;
  readonly #running = new Map<Place, Program>();

  private constructor(database: TestDatabase, balancer: Balancer, places: readonly Place[]) {
    this.#database = database;
    this.balancer = balancer;
    this.places = places;
    this.token = `pragma_${randomBytes(32).toString("base64url")}`;
    this.#env = {
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      NODE_ENV: "production",
      DATABASE_URL: database.url,
      PRAGMA_ENCRYPTION_KEYS: randomBytes(32).toString("base64"),
      PRAGMA_AUTH_SECRET: randomBytes(32).toString("hex"),
      PRAGMA_ADMIN_EMAIL: "owner@example.com",
      PRAGMA_ADMIN_PASSWORD: randomBytes(16).toString("hex"),
      PRAGMA_BOOTSTRAP_TOKEN: this.token,
      PRAGMA_PUBLIC_API_URL: `https://${balancer.apiHost}:${balancer.port}`,
      PRAGMA_PUBLIC_WEB_URL: `https://${balancer.webHost}:${balancer.port}`,
      PRAGMA_NPM_REGISTRY: "http://127.0.0.1:9/",
      PRAGMA_RATE_LIMIT: "10000000",
    };
  }

  /** Starts the programs of a release on its own schema, until the test ends. @param root its folder, with a slash at the end */
  static async start(root: string): Promise<Installation> {
    const database = await createTestDatabase({ empty: true });
    await migrate(database.url, { folder: `${root}packages/db/prisma/migrations` });
    const ports = await Promise.all(Array.from({ length: 5 }, () => freePort()));
    const [port = 0, api = 0, otherApi = 0, web = 0, otherWeb = 0] = ports;
    const balancer = await startNginx(port, { apis: [api, otherApi], webs: [web, otherWeb] });
    onTestFinished(() => balancer.stop());
    const installation = new Installation(database, balancer, [
      { app: "api", port: api },
      { app: "api", port: otherApi },
      { app: "worker", port: 0 },
      { app: "worker", port: 0 },
      { app: "web", port: web },
      { app: "web", port: otherWeb },
    ]);
    onTestFinished(() => installation.#end());
    for (const place of installation.places) await installation.#start(place, root);
    return installation;
  }

  get databaseUrl(): string {
    return this.#database.url;
  }

  /** Ends a program in the way that the guide describes, and starts that of another release in its place. */
  async replace(place: Place, root: string): Promise<void> {
    const code = await this.#running.get(place)?.stop();
    if (code !== 0) throw new Error(`${place.app} ended with ${code}`);
    await this.#start(place, root);
  }

  /** Ends all programs. Fails if one of them blocked its event loop. */
  async stop(): Promise<void> {
    await this.#stopAll();
    for (const program of this.#running.values()) program.checkLoop();
  }

  async #start(place: Place, root: string): Promise<void> {
    const { app, port } = place;
    const own: Record<App, Record<string, string>> = {
      api: { PRAGMA_API_PORT: String(port) },
      web: { PRAGMA_WEB_PORT: String(port), PRAGMA_WEB_PROXIES: "1" },
      worker: { PRAGMA_PROVIDERS_DIR: `${root}providers` },
    };
    const program = new Program({ app, root, env: { ...this.#env, ...own[app] } });
    this.#running.set(place, program);
    await program.start();
  }

  async #stopAll(): Promise<void> {
    await Promise.all([...this.#running.values()].map((program) => program.stop()));
  }

  async #end(): Promise<void> {
    await this.#stopAll();
    await this.#database.drop();
  }
}
