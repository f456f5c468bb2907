import type { Effects, Guard, ResourcePatch } from "@pragma/db/queries";
import { blocksDependents, isHeld, type Transition, takesMarks } from "../index.ts";
import { BLANK, type ModelRow, patched } from "./rows.ts";

interface ModelEvent {
  key: string;
  type: "CREATE" | "UPDATE" | "DELETE";
  generation: number;
  attempt: number;
  payload: string | null;
  previousConfig: string | null;
  settled: boolean;
}

export interface ModelResource {
  row: ModelRow;
  dependencies: string[];
}

/**
 * An in-memory model of what the statements in `packages/db` do with transitions: the guard, the columns, the events,
 * leases, dead letters and marks. Looks and history are left out, since nothing is decided by them.
 */
export class LifecycleModel {
  readonly resources = new Map<string, ModelResource>();
  readonly events = new Map<string, ModelEvent>();
  readonly leases = new Map<string, { id: string; eventId: string }>();
  /** Resource keys by event. */
  readonly letters = new Map<string, string>();
  #serial = 0;

  next(what: string): string {
    return `${what} ${++this.#serial}`;
  }

  /** The row with its event, as a worker reads it. */
  read(key: string): ModelRow | undefined {
    const row = this.resources.get(key)?.row;
    if (!row) return undefined;
    const lease = this.leases.get(key);
    const event = row.pending_event_id === null ? undefined : this.events.get(row.pending_event_id);
    const ending = lease && lease.eventId !== row.pending_event_id ? lease.eventId : null;
    return {
      ...row,
      ending_event_id: ending,
      event_type: event?.type ?? null,
      event_generation: event?.generation ?? null,
      event_attempt: event?.attempt ?? null,
      event_payload: event?.payload ?? null,
      event_previous_config: event?.previousConfig ?? null,
    };
  }

  dependents(key: string): ModelResource[] {
    return [...this.resources.values()].filter(({ dependencies }) => dependencies.includes(key));
  }

  isBlocked(key: string): boolean {
    const { dependencies = [] } = this.resources.get(key) ?? {};
    return dependencies.some((dependency) => {
      const row = this.resources.get(dependency)?.row;
      return blocksDependents({
        state: row?.lifecycle_state ?? null,
        provisioned: row?.provisioned ?? null,
        stale: row ? row.stale_since !== null : null,
        held: row ? isHeld(row) : null,
      });
    });
  }

  create(key: string, dependencies: string[], { patch, effects }: Transition): void {
    this.resources.set(key, { row: { ...BLANK, key, id: key, generation: 0 }, dependencies });
    this.#carryOut(key, patch, effects);
  }

  /** @returns false if the guard does not hold: nothing was written */
  write(key: string, guard: Guard, { patch, effects }: Transition): boolean {
    const found = this.resources.get(key);
    if (!found || !this.#holds(key, found.row, guard)) return false;
    this.#carryOut(key, patch, effects);
    return true;
  }

  #holds(key: string, row: ModelRow, guard: Guard): boolean {
    if ("version" in guard) return row.version === guard.version;
    if (row.pending_event_id !== guard.pendingEventId || row.lifecycle_state !== guard.state) return false;
    if (guard.leaseId !== undefined && this.leases.get(key)?.id !== guard.leaseId) return false;
    return true;
  }

  #carryOut(key: string, patch: ResourcePatch | null, effects: Effects): void {
    const found = this.resources.get(key) as ModelResource;
    const join = effects.join?.dependencies.some((of) => this.resources.get(of)?.row.stale_since != null) === true;
    if (patch === null) this.resources.delete(key);
    else {
      const { row } = found;
      found.row = patched(row, { ...patch, version: this.next("version") });
      if (effects.edges) found.dependencies = [...effects.edges.dependencies];
      if (join) found.row.stale_since = "now";
    }
    this.#changeEvents(key, effects);
    this.#changeLetters(key, effects, patch === null);
    if (effects.spread) this.#mark(key, effects.spread.spared);
    if (join) this.#mark(key, []);
  }

  #changeEvents(key: string, { newEvent, event, restartEvent, takeLease, endLease }: Effects): void {
    if (newEvent) {
      if (this.events.has(newEvent.id)) throw new Error("An event is written twice");
      const payload = newEvent.claimed?.payload ?? null;
      const { eventType: type, generation, previousConfig, settled = false } = newEvent;
      const attempt = newEvent.claimed ? 1 : 0;
      this.events.set(newEvent.id, { key, type, generation, attempt, payload, previousConfig, settled });
    }
    if (event) Object.assign(this.#event(event.id), definedOf(event));
    if (restartEvent) {
      const restarted = this.#event(restartEvent.id);
      const keeps = restarted.type === "DELETE" && restartEvent.eventType === "DELETE";
      Object.assign(restarted, { type: restartEvent.eventType, generation: restartEvent.generation, attempt: 0 });
      Object.assign(restarted, { settled: false, payload: keeps ? restarted.payload : null });
    }
    if (takeLease) {
      if (this.leases.has(key)) throw new Error(`${key} has two handlers at once`);
      this.leases.set(key, { id: takeLease.id, eventId: takeLease.eventId });
    }
    if (endLease !== undefined && this.leases.get(key)?.id === endLease) this.leases.delete(key);
  }

  #event(id: string): ModelEvent {
    const event = this.events.get(id);
    if (!event) throw new Error("An event is changed that is not there");
    return event;
  }

  #changeLetters(key: string, effects: Effects, isGone: boolean): void {
    if (effects.deadLetter) this.letters.set(effects.deadLetter.eventId, key);
    if (effects.resolveDeadLetter !== undefined) this.letters.delete(effects.resolveDeadLetter);
    if (!effects.clearDeadLetters && !isGone) return;
    for (const [eventId, of] of this.letters) if (of === key) this.letters.delete(eventId);
  }

  /** `mark_stale`: walks down as far as resources that are marked already; those still get a new version. */
  #mark(from: string, spared: readonly string[]): void {
    const walk = this.dependents(from).filter(({ row }) => !spared.includes(row.key));
    const seen = new Set(walk);
    for (const found of seen) {
      const marked = found.row.stale_since !== null;
      if (!takesMarks(found.row)) continue;
      found.row = patched(found.row, { stale_since: found.row.stale_since ?? "now", version: this.next("version") });
      if (!marked) for (const dependent of this.dependents(found.row.key)) seen.add(dependent);
    }
  }
}

function definedOf({ payload, attempt, settled }: NonNullable<Effects["event"]>): Partial<ModelEvent> {
  return {
    ...(payload === undefined ? {} : { payload }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(settled === undefined ? {} : { settled }),
  };
}
