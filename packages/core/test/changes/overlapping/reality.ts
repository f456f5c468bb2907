import { type ResourceRef, resourceKey } from "@pragma/contract";
import type { Claim, Outcome } from "../../../src/processing/reconcile/index.ts";
import type { Dice } from "./dice.ts";
import { violated } from "./invariants.ts";
import type { Row } from "./rows.ts";

/**
 * The real things. Each lives in those of what it depends on directly: when one of these is replaced, whatever lives in it is gone,
 * unless it was looked at since.
 */
export class Reality {
  readonly #there = new Set<string>();
  /** By key, how many times its thing was deleted to be replaced. */
  readonly #lives = new Map<string, number>();
  /** By key, the lives of what it depends on, as of when it was made or last repaired. */
  readonly #within = new Map<string, Map<string, number>>();

  /** What a handler does, whatever becomes of its answer. */
  act(claim: Claim, { kind }: Outcome, dice: Dice): void {
    const { key, eventType } = claim;
    const isDone = kind === "succeeded";
    if (claim.replaces) {
      // A deletion may fail after it has deleted.
      if (isDone || dice.chance(0.3)) this.#die(key);
    } else if (eventType === "DELETE") {
      if (isDone) this.#there.delete(key);
    } else if (isDone) this.#live(claim);
  }

  /** Everything that is ready is there, and lives in what is there now. */
  check(rows: ReadonlyMap<string, Row>): void {
    for (const { key, lifecycle_state: state, is_stale, is_leaving, dependencies } of rows.values()) {
      if (state !== "ready" || is_stale || is_leaving) continue;
      if (!this.#there.has(key)) violated(`${key} is ready, and is not there`);
      for (const dependency of keysOf(dependencies)) {
        const [lives, seen] = [this.#livesOf(dependency), this.#within.get(key)?.get(dependency)];
        if (seen !== lives) violated(`${key} is ready in life ${seen} of ${dependency}, which has its ${lives}`);
      }
    }
  }

  #die(key: string): void {
    this.#there.delete(key);
    this.#lives.set(key, this.#livesOf(key) + 1);
  }

  #live({ key, eventType, repairs, resource: { dependencies } }: Claim): void {
    const looks = eventType === "CREATE" || repairs;
    if (!looks && !this.#there.has(key)) violated(`${key} is updated, and is not there`);
    this.#there.add(key);
    const before = looks ? undefined : this.#within.get(key);
    const seen = keysOf(dependencies).map((one) => [one, before?.get(one) ?? this.#livesOf(one)] as const);
    this.#within.set(key, new Map(seen));
  }

  #livesOf(key: string): number {
    return this.#lives.get(key) ?? 0;
  }
}

const keysOf = (dependencies: string): string[] => (JSON.parse(dependencies) as ResourceRef[]).map(resourceKey);
