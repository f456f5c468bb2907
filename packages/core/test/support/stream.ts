import { setTimeout as sleep } from "node:timers/promises";
import type { StateChange } from "@pragma/contract";
import type { StateEvent, StateEvents, Subscription } from "../../src/foundation/stream/index.ts";

/** Anything that can run a statement: a pool, or a client inside its own transaction. */
export interface Runner {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Writes a change as the engine does; `note` identifies it in tests. */
export async function writeChange(
  runner: Runner,
  organizationId: string,
  name: string,
  note: string,
  { type = "UPDATE", from = "pending", to = "ready" }: { type?: string; from?: string | null; to?: string | null } = {},
): Promise<void> {
  await runner.query(
    `INSERT INTO resource_changes
       (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id)
     VALUES ($1, $2, $3, $4, $5, 1, $6, '{}', 'request-1')`,
    [organizationId, `test/item/${name}`, type, from, to, note],
  );
}

/** Writes many changes in one transaction, whose generations count from 1. */
export async function writeChanges(runner: Runner, organizationId: string, count: number): Promise<void> {
  await runner.query(
    `INSERT INTO resource_changes
       (organization_id, resource_key, event_type, from_state, to_state, generation, actor, correlation_id)
     SELECT $1, 'test/item/x', 'UPDATE', 'pending', 'ready', n, '{}', 'request-1' FROM generate_series(1, $2::int) AS n`,
    [organizationId, count],
  );
}

/** Reads a subscription to its end, in the background. */
export class Reader {
  /** As they came. */
  readonly parts: StateEvents[] = [];
  readonly done: Promise<void>;

  constructor(subscription: Subscription) {
    this.done = this.#read(subscription);
  }

  get events(): StateEvent[] {
    return this.parts.flat();
  }

  get changes(): StateChange[] {
    return this.events.map(({ data }) => JSON.parse(data) as StateChange);
  }

  get notes(): (string | null)[] {
    return this.changes.map(({ error }) => error);
  }

  /** Resolves once there are `count` events, after some extra time in which more would show up. */
  async until(count: number): Promise<this> {
    for (let tries = 0; this.events.length < count; tries++) {
      if (tries > 1000) throw new Error(`Only ${this.events.length} of ${count} events came`);
      await sleep(10);
    }
    return this;
  }

  async #read(subscription: Subscription): Promise<void> {
    for await (const events of subscription) this.parts.push(events);
  }
}
