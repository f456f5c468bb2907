import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "@pragma/testing/chaos";
import type { HttpClient } from "./clients/http-client.ts";
import { readStandings } from "./collect/stored-resources.ts";
import type { Organization } from "./stack/organization.ts";
import type { Stack } from "./stack/stack.ts";

const REST_MS = [100, 500] as const;
/** One that finds nothing where something should be looks again before it answers, after ten seconds. */
const MOST_AT_ONCE = 6;
/** Checks that come by themselves are an hour apart: one in this many is brought forward each time. */
const ONE_IN = 3;

/** Has resources checked for drift: asks for it, and brings forward the checks that come by themselves. */
export class Inspector {
  readonly #stack: Stack;
  readonly #http: HttpClient;
  readonly #organization: Organization;
  readonly #random: Random;
  readonly #asked = new Set<Promise<unknown>>();

  constructor(stack: Stack, http: HttpClient, organization: Organization, random: Random) {
    this.#stack = stack;
    this.#http = http;
    this.#organization = organization;
    this.#random = random;
  }

  /** Goes on until `stopped` aborts. What was asked by then is answered later. */
  async run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      // The database may be gone for a while.
      await this.#inspect().catch(() => {});
      await sleep(this.#random.between(...REST_MS), undefined, { signal: stopped }).catch(() => {});
    }
  }

  /** Resolves when all that was asked is answered. */
  async answered(): Promise<void> {
    await Promise.all(this.#asked);
  }

  async #inspect(): Promise<void> {
    const { pool } = this.#stack;
    await pool.query(
      `UPDATE drift_checks SET due_at = now()
       WHERE organization_id = $1 AND abs(hashtext(resource_key || $2)) % ${ONE_IN} = 0`,
      [this.#organization.id, String(this.#random.below(1000))],
    );
    if (this.#asked.size >= MOST_AT_ONCE) return;
    const standings = (await readStandings(pool, this.#organization)).filter(({ key }) => key.startsWith("chaos/"));
    if (standings.length > 0) this.#ask(this.#random.pick(standings).key);
  }

  #ask(key: string): void {
    const replica = this.#random.below(this.#stack.urls.length);
    const asked = this.#http.send("inspector", this.#organization, replica, { kind: "drift-check", key });
    this.#asked.add(asked);
    void asked.finally(() => this.#asked.delete(asked));
  }
}
