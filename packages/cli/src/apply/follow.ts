import { isFailed, isPending } from "@pragma/contract/lifecycle";
import type { Pragma } from "@pragma/sdk";
import { atOnce } from "../concurrency/at-once.ts";
import { EXIT } from "../errors/exit-codes.ts";
import { dependenciesWithin } from "../manifest/order.ts";
import { readIfAny } from "../resource/read-if-any.ts";
import type { Entry } from "./entry.ts";
import { isMissing, note } from "./note.ts";
import { patiently } from "./patiently.ts";

/** Time for somebody else to apply a missing dependency. */
const MISSING_MS = 10_000;

/**
 * Follows applied resources until none can make progress: each is ready and up to date with its dependencies, has
 * failed, is blocked by a failure, or waits for something that nobody declares.
 *
 * @param signal aborts it; entries that have not settled by then are not `done`
 */
export async function follow(
  client: Pragma,
  entries: readonly Entry[],
  signal: AbortSignal,
  onChange: () => void,
): Promise<void> {
  const follower = new Follower(client, entries, signal, onChange);
  await follower.run();
}

class Follower {
  readonly #client: Pragma;
  readonly #entries: readonly Entry[];
  readonly #signal: AbortSignal;
  readonly #onChange: () => void;
  /** Those that depend on an entry. */
  readonly #dependents = new Map<Entry, Entry[]>();
  /** Ends the watch of an entry. */
  readonly #watches = new Map<Entry, AbortController>();

  constructor(client: Pragma, entries: readonly Entry[], signal: AbortSignal, onChange: () => void) {
    this.#client = client;
    this.#entries = entries;
    this.#signal = signal;
    this.#onChange = onChange;
    const dependencies = dependenciesWithin(entries.map(({ document }) => document));
    const byDocument = new Map(entries.map((entry) => [entry.document, entry]));
    for (const entry of entries) {
      for (const dependency of dependencies(entry.document)) {
        const found = byDocument.get(dependency);
        if (found !== undefined) this.#dependents.set(found, [...(this.#dependents.get(found) ?? []), entry]);
      }
    }
  }

  async run(): Promise<void> {
    for (const entry of this.#entries) {
      // A refused one may exist from before.
      if (entry.change === "refused") entry.state = entry.before?.lifecycle_state ?? null;
    }
    await Promise.all(
      this.#entries.map((entry) => {
        if (!entry.done) return this.#follow(entry);
        return isBad(entry) ? this.#reachDependents(entry) : undefined;
      }),
    );
    if (this.#signal.aborted) return;
    const held = this.#entries.filter(({ change, exitCode, state }) => {
      return change !== "refused" && exitCode === EXIT.failed && !hasFailed(state);
    });
    await atOnce(held, (entry) => this.#readHeld(entry), this.#signal);
  }

  /** Until it and the changes that it triggered have settled. */
  async #follow(entry: Entry): Promise<void> {
    if (this.#watches.has(entry)) return;
    await patiently(() => this.#watch(entry), { signal: this.#signal });
    this.#watches.delete(entry);
    if (!this.#signal.aborted) await this.#reachDependents(entry);
  }

  /** Dependents that had settled when applied may have become stale since. */
  async #reachDependents(entry: Entry): Promise<void> {
    const dependents = this.#dependents.get(entry) ?? [];
    const settled = dependents.filter(({ done, exitCode }) => done && exitCode === null);
    await atOnce(settled, (dependent) => this.#read(dependent), this.#signal);
    if (isBad(entry)) for (const dependent of dependents) this.#hold(dependent);
    await Promise.all(
      settled.map((dependent) => {
        if (!dependent.done) return this.#follow(dependent);
        return isBad(dependent) ? this.#reachDependents(dependent) : undefined;
      }),
    );
  }

  /** Dependents of a failed one wait until somebody fixes it. */
  #hold(entry: Entry): void {
    if (entry.done || !((entry.state !== null && isPending(entry.state)) || entry.stale)) return;
    Object.assign(entry, { done: true, exitCode: EXIT.failed });
    this.#watches.get(entry)?.abort();
    this.#onChange();
  }

  async #watch(entry: Entry): Promise<void> {
    const own = new AbortController();
    this.#watches.set(entry, own);
    const signal = AbortSignal.any([this.#signal, own.signal]);
    let missing: NodeJS.Timeout | undefined;
    try {
      for await (const resource of this.#client.resources.watch(entry.document.id, { signal })) {
        if (entry.done) return;
        note(entry, resource);
        this.#onChange();
        if (entry.done) return;
        if (isMissing(resource)) missing ??= setTimeout(() => this.#hold(entry), MISSING_MS);
        else {
          clearTimeout(missing);
          missing = undefined;
        }
      }
    } finally {
      clearTimeout(missing);
    }
    if (!signal.aborted) this.#lost(entry);
  }

  /** To read its current state. */
  async #readHeld(entry: Entry): Promise<void> {
    await this.#read(entry);
    if (!entry.done) Object.assign(entry, { done: true, exitCode: EXIT.failed });
  }

  async #read(entry: Entry): Promise<void> {
    const signal = this.#signal;
    const resource = await patiently(() => readIfAny(this.#client, entry.document.id, signal), { signal });
    if (resource === null) return this.#lost(entry);
    note(entry, resource);
    this.#onChange();
  }

  #lost(entry: Entry): void {
    Object.assign(entry, { state: "gone", reason: "it was deleted meanwhile", exitCode: EXIT.failed, done: true });
    this.#onChange();
  }
}

function hasFailed(state: Entry["state"]): boolean {
  return state !== null && isFailed(state);
}

/** Whether its dependents can no longer succeed. */
function isBad({ change, state, exitCode }: Entry): boolean {
  return change === "refused" ? state === null || hasFailed(state) : exitCode === EXIT.failed;
}
