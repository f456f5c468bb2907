import { withClient } from "@pragma/testing";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../../support/api.ts";
import type { Tenant } from "../../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;
let killer: Killer;

beforeAll(async () => {
  api = await startApi({ connections: 1 });
  killer = new Killer(api);
  tenant = await api.tenant();
});
afterAll(() => api.close());

interface Internals {
  processID: number;
  connection: { stream: { destroy(): void } };
}
type Query = (query: string | { text: string; name?: string }, ...rest: unknown[]) => Promise<unknown>;

/** Ends the connection of the one transaction under test at one of its statements. */
class Killer {
  readonly #api: TestApi;
  #before: number | undefined;
  #after: string | undefined;
  /** Resolves once the server has ended the connection: nothing is sent meanwhile. */
  #killing: Promise<void> | undefined;
  /** Statements that the transaction has sent. */
  sent: string[] = [];

  constructor(api: TestApi) {
    this.#api = api;
    api.pool.on("connect", (client) => this.#watch(client));
  }

  /** Right before the statement at this position is sent. */
  killBefore(place: number): void {
    this.sent = [];
    this.#before = place;
  }

  /** Once the server has run this statement, and before anybody knows. */
  loseAnswerTo(text: string): void {
    this.#after = text;
  }

  #watch(client: PoolClient): void {
    const { processID: pid, connection } = client as unknown as Internals;
    const query = client.query.bind(client) as unknown as Query;
    this.#killing = undefined;
    const watched: Query = async (statement, ...rest) => {
      const text = typeof statement === "string" ? statement : statement.text;
      if (text === "BEGIN") this.sent = [];
      this.sent.push(text);
      if (this.sent.length === this.#before && this.sent[0] === "BEGIN") {
        this.#before = undefined;
        this.#killing = this.#kill(pid);
      }
      await this.#killing;
      const answer = await query(statement, ...rest);
      if (text !== this.#after) return answer;
      this.#after = undefined;
      connection.stream.destroy();
      throw new Error("Connection terminated unexpectedly");
    };
    Object.assign(client, { query: watched });
  }

  async #kill(pid: number): Promise<void> {
    await withClient(this.#api.databaseUrl, (admin) => admin.query("SELECT pg_terminate_backend($1, 5000)", [pid]));
  }
}

/** Traces of one request: the token, its audit row, the answer under its key. */
async function traces(name: string): Promise<number[]> {
  const count = async (from: string): Promise<number> => {
    const text = `SELECT count(*)::int AS n FROM ${from}`;
    return withClient(
      api.databaseUrl,
      async (admin) => (await admin.query<{ n: number }>(text, [name])).rows[0]?.n ?? -1,
    );
  };
  return Promise.all([
    count("api_tokens WHERE name = $1"),
    count("audit_entries WHERE action = 'token.create' AND details->>'name' = $1"),
    count("idempotency_keys WHERE key = $1"),
  ]);
}

describe("POST /auth/tokens with an Idempotency-Key, whose connection is killed", () => {
  it("before any of its statements, leaves key, token and audit row, or nothing, and can be repeated", async () => {
    let whole: string[] = [];
    for (let before = 1; ; before++) {
      const name = `killed-${before}`;
      const input = { name, scopes: ["resources:read"] };
      const create = () => tenant.client.post("/auth/tokens", input, { "idempotency-key": name });
      killer.killBefore(before);
      const { status } = await create();
      const { sent } = killer;
      if (status === 200) {
        whole = sent.slice(0, sent.indexOf("COMMIT") + 1);
        break;
      }
      expect([sent, status]).toEqual([sent, 503]);
      expect([sent, await traces(name)]).toEqual([sent, [0, 0, 0]]);
      expect((await create()).status).toBe(200);
      expect(await traces(name)).toEqual([1, 1, 1]);
    }
    // It began and ended once, and Prisma's statement went over the same connection.
    expect(whole.filter((text) => /^(BEGIN|COMMIT|ROLLBACK)$/.test(text))).toEqual(["BEGIN", "COMMIT"]);
    expect(whole.filter((text) => text.startsWith('INSERT INTO "public"."api_tokens"'))).toHaveLength(1);
    expect(whole.length).toBeGreaterThan(8);
  });

  it("after its commit, leaves all three, and the repetition gets the first answer without the secret", async () => {
    const name = "answer-lost";
    const create = () =>
      tenant.client.post("/auth/tokens", { name, scopes: ["resources:read"] }, { "idempotency-key": name });
    killer.loseAnswerTo("COMMIT");
    expect((await create()).status).toBe(503);
    expect(await traces(name)).toEqual([1, 1, 1]);
    const again = await create();
    expect([again.status, again.body.name, again.body.token]).toEqual([200, name, undefined]);
    expect(await traces(name)).toEqual([1, 1, 1]);
  });
});
