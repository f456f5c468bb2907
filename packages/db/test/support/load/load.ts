import { EventEmitter, once } from "node:events";
import { Client } from "pg";
import { REQUESTS, type Request } from "./requests.ts";

/** Limits of the API's pool: a request that waits for longer has failed. */
const SETTINGS = "SET statement_timeout = 15000; SET lock_timeout = 10000";

/** How many answers are progress. */
const ANSWERS = 3;

/** How many clients do the same, each on a connection of its own. */
const CLIENTS = 2;

export interface Load {
  /** Failures, a line each, and how many requests of each kind did not fail. */
  readonly failures: string[];
  readonly done: Readonly<Record<string, number>>;
  /** Resolves with the first failure. */
  readonly failed: Promise<void>;
  /** Resolves once each client has had more answers, or once one has failed. */
  progress(): Promise<void>;
  stop(): Promise<void>;
}

/** Clients that write and read without a pause, as programs of the release at 0027 do. */
export async function startLoad(url: string): Promise<Load> {
  const failures: string[] = [];
  const done: Record<string, number> = {};
  const loops: { answers: number; ended: Promise<void> }[] = [];
  const changes = new EventEmitter();
  const { promise: failed, resolve: fail } = Promise.withResolvers<void>();
  let isStopped = false;

  async function run(name: string, request: Request, place: number, loop: { answers: number }): Promise<void> {
    const client = new Client({ connectionString: url, application_name: `load ${name}` });
    await client.connect();
    await client.query(SETTINGS);
    for (let n = place; !isStopped; n += CLIENTS) {
      try {
        await request(client, n);
        done[name] = (done[name] ?? 0) + 1;
      } catch (error) {
        failures.push(`${name}: ${(error as Error).message}`);
        fail();
        await client.query("ROLLBACK");
      }
      loop.answers += 1;
      changes.emit("answer");
    }
    await client.end();
  }

  const names = Object.entries(REQUESTS);
  for (const [index, [name, request]] of names.entries()) {
    for (let place = 0; place < CLIENTS; place++) {
      const loop = { answers: 0, ended: Promise.resolve() };
      // No two clients write the same resource: their conflicts are not those of a migration.
      loop.ended = run(name, request, 1_000_000 * (index + 1) + place, loop);
      loops.push(loop);
    }
  }
  return {
    failures,
    done,
    failed,
    async progress() {
      const wanted = loops.map(({ answers }) => answers + ANSWERS);
      const before = failures.length;
      while (failures.length === before && loops.some(({ answers }, index) => answers < (wanted[index] ?? 0))) {
        await once(changes, "answer");
      }
    },
    async stop() {
      isStopped = true;
      await Promise.all(loops.map(({ ended }) => ended));
    },
  };
}
