import type { Pragma } from "@pragma/sdk";
import { EXIT } from "../errors/exit-codes.ts";
import { dependenciesWithin } from "../manifest/order.ts";
import { atOnce } from "./at-once.ts";
import type { Entry } from "./entry.ts";
import { note } from "./note.ts";

/**
 * Follows what was applied until nothing of it can go on: all is ready and in step with what it depends on, or failed, or
 * stays below a failure.
 *
 * @param signal aborts it; what is not settled by then is not `done`
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
    const changed = this.#entries.some(({ change }) => change !== "unchanged" && change !== "refused");
    const refused = this.#entries.filter(({ change }) => change === "refused");
    for (const entry of refused) entry.state = entry.before?.lifecycle_state ?? null;
    let open = this.#open();
    if (!changed && open.length === 0) return;
    do {
      await Promise.all(open.map((entry) => this.#watch(entry)));
      if (this.#signal.aborted) return;
      // One that was settled when it was applied may have become stale since.
      const dependents = new Set([...this.#dependents.values()].flat().filter(({ exitCode }) => exitCode === null));
      await atOnce(dependents, (entry) => this.#read(entry));
      open = this.#open();
    } while (open.length > 0);
    const held = this.#entries.filter(({ exitCode, state }) => exitCode === EXIT.failed && state !== "failed");
    await atOnce(
      held.filter(({ change }) => change !== "refused"),
      (entry) => this.#readHeld(entry),
    );
  }

  #open(): Entry[] {
    for (const entry of this.#entries) if (isBad(entry)) this.#hold(entry);
    return this.#entries.filter(({ done }) => !done);
  }

  async #watch(entry: Entry): Promise<void> {
    const own = new AbortController();
    this.#watches.set(entry, own);
    const signal = AbortSignal.any([this.#signal, own.signal]);
    for await (const resource of this.#client.resources.watch(entry.document.id, { signal })) {
      if (entry.done) return;
      note(entry, resource);
      this.#onChange();
      if (isBad(entry)) this.#hold(entry);
      if (entry.done) return;
    }
    if (signal.aborted) return;
    Object.assign(entry, { state: "gone", reason: "it was deleted meanwhile", exitCode: EXIT.failed, done: true });
    this.#onChange();
    this.#hold(entry);
  }

  /** What waits for one that ended badly will wait until somebody mends that one. */
  #hold(entry: Entry): void {
    for (const dependent of this.#dependents.get(entry) ?? []) {
      if (dependent.done || (dependent.state !== "pending" && !dependent.stale)) continue;
      Object.assign(dependent, { done: true, exitCode: EXIT.failed });
      this.#watches.get(dependent)?.abort();
      this.#onChange();
      this.#hold(dependent);
    }
  }

  /** For what it says of itself by now. */
  async #readHeld(entry: Entry): Promise<void> {
    await this.#read(entry);
    if (!entry.done) Object.assign(entry, { done: true, exitCode: EXIT.failed });
  }

  async #read(entry: Entry): Promise<void> {
    try {
      note(entry, await this.#client.resources.get(entry.document.id, { signal: this.#signal }));
    } catch (error) {
      if (!(error instanceof Error && error.name === "NotFoundError")) throw error;
      Object.assign(entry, { state: "gone", reason: "it was deleted meanwhile", exitCode: EXIT.failed, done: true });
    }
    this.#onChange();
  }
}

/** Whether its dependents have nothing to hope for. One that is refused may be there from before. */
function isBad({ change, state, exitCode }: Entry): boolean {
  return change === "refused" ? state === null || state === "failed" : exitCode === EXIT.failed;
}
