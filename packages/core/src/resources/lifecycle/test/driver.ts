import { isFailed } from "@pragma/contract";
import type { Effects } from "@pragma/db/queries";
import { DomainError } from "../../../foundation/common/errors.ts";
import * as lifecycle from "../index.ts";
import { LifecycleModel } from "./model.ts";
import { asGoingRow, asReconcileRow, BY, type ModelRow } from "./rows.ts";

/** Steps that resources may take, in any order. Numbers pick among the candidates. */
export type Step =
  | {
      kind: "apply";
      of: number;
      asksPending: boolean;
      changed: boolean;
      replaces: boolean;
      dependencies: number | null;
    }
  | { kind: "cancel" | "delete" | "forget" | "retry" | "hurry" | "drop" | "discard" | "detach"; of: number }
  | { kind: "reconcile"; of: number; values: "same" | "others" | "missing"; isEarly: boolean; isSlow: boolean }
  | { kind: "write" }
  | { kind: "work"; values: "same" | "others"; outcome: "same" | "others" }
  | { kind: "settle"; of: number; outcome: "same" | "others" | "failed" | "exists" | "attempt" | "back" };

export const KEYS = ["test/item/a", "test/item/b", "test/item/c"];

interface Held {
  key: string;
  eventId: string;
  eventType: "CREATE" | "UPDATE" | "DELETE";
  generation: number;
  attempt: number;
  correlationId: string;
  actor: string;
  changeId: string | null;
  traceparent: string | null;
  leaseId: string;
  resource: ModelRow;
}

type Decision = { row: ModelRow; change: lifecycle.Transition; held?: Held; fails?: string };

/** Runs random steps through the transitions, and tracks the expected outcome separately. */
export class LifecycleDriver {
  readonly model = new LifecycleModel();
  /** Failed events that nobody has retried or dropped, and whose resource has neither succeeded nor gone since. */
  readonly failures = new Map<string, string>();
  /** Cancelled, and not handed over since. */
  readonly cancelled = new Set<string>();
  /** The config that last succeeded, by key. */
  readonly succeeded = new Map<string, string>();
  /** Faults that no invariant of the rows shows. */
  readonly faults: string[] = [];
  /** How often each kind of transition was written. */
  readonly counts = new Map<string, number>();
  readonly #generations = new Map<string, Set<number>>();
  readonly #held: Held[] = [];
  readonly #slow: Decision[] = [];

  take(step: Step): void {
    try {
      this.#take(step);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.#count(error.code);
    }
  }

  #take(step: Step): void {
    if (step.kind === "write") this.#decide(this.#slow.shift());
    else if (step.kind === "settle") this.#settle(step);
    else if (step.kind === "work") this.#work(step);
    else if (step.kind === "apply") this.#apply(KEYS[step.of] as string, step);
    else this.#takeOf(step);
  }

  /** An undisturbed worker: it looks at every resource in order, and every handler succeeds. */
  #work({ values, outcome }: Extract<Step, { kind: "work" }>): void {
    for (const of of KEYS.keys()) {
      this.take({ kind: "reconcile", of, values, isEarly: false, isSlow: false });
      for (let count = this.#held.length; count > 0; count--) this.take({ kind: "settle", of: 0, outcome });
    }
  }

  #takeOf(step: Extract<Step, { of: number }>): void {
    const row = this.model.read(KEYS[step.of] as string);
    if (!row) return;
    switch (step.kind) {
      case "cancel":
        this.#write("cancel", row, lifecycle.cancel(row, { by: BY, error: "cancelled by Ann" }));
        this.cancelled.add(row.key);
        break;
      case "delete":
        this.#delete(row);
        break;
      case "forget":
        if (this.model.dependents(row.key).length === 0) this.#remove(row);
        break;
      case "retry":
        this.#retry(row);
        break;
      case "hurry":
        this.#write("hurry", row, lifecycle.hurry(row, { by: BY }));
        break;
      case "drop":
        this.#drop(row.key);
        break;
      case "discard":
        this.#discard(row);
        break;
      case "detach":
        this.#detach(row);
        break;
      case "reconcile":
        this.#reconcile({ ...row, event_early: step.isEarly }, step);
        break;
      default:
        throw new Error(`${step.kind} is of no resource`);
    }
  }

  #drop(key: string): void {
    for (const eventId of this.#lettersOf(key)) {
      this.model.letters.delete(eventId);
      this.failures.delete(eventId);
    }
  }

  #discard(row: ModelRow): void {
    const returns = lifecycle.whatReturns(row);
    if (returns.config !== this.succeeded.get(row.key)) {
      this.faults.push(`${row.key} would return to ${returns.config}, not to ${this.succeeded.get(row.key)}`);
    }
    const before = this.model.resources.get(row.key)?.dependencies ?? [];
    const after = JSON.parse(returns.dependencies) as string[];
    const facts = { by: BY, appliedBy: "{}", returns, changes: "[]", newEventId: this.model.next("event") };
    this.#write(
      "discard",
      row,
      lifecycle.discard(row, { ...facts, edges: { before: edges(before), after: edges(after) } }),
    );
  }

  #apply(
    key: string,
    { of, asksPending, changed: other, replaces, dependencies }: Extract<Step, { kind: "apply" }>,
  ): void {
    const row = this.model.read(key);
    const before = this.model.resources.get(key)?.dependencies ?? [];
    // Only on earlier resources: there are no cycles.
    const wanted = dependencies === null ? before : KEYS.slice(0, of).filter((_, index) => dependencies & (1 << index));
    const changed = !row || other || wanted.join() !== before.join();
    const verdict = lifecycle.decideApply(row, asksPending, changed, { replaces });
    const generation = changed ? this.#number(key, row) : (row?.generation ?? 0);
    const change = lifecycle.apply(row, verdict, {
      by: BY,
      appliedBy: "{}",
      content: changed
        ? {
            generation,
            resolved_config: null,
            config: JSON.stringify(this.model.next("config")),
            dependencies: JSON.stringify(wanted),
            ...(row ? keptRunning(row, before) : {}),
          }
        : {},
      changes: "[]",
      generation,
      newEventId: this.model.next("event"),
      edges: { before: edges(before), after: edges(wanted) },
    });
    if (row) this.#write(row.pending_event_id !== null && changed ? "replace" : verdict.kind, row, change);
    else this.model.create(key, wanted, change);
  }

  /** The generation of another config: whoever saw one knows by it whether the config is the same. */
  #number(key: string, row: ModelRow | undefined): number {
    const generation = lifecycle.nextGeneration(row);
    const used = (row && this.#generations.get(key)) ?? new Set();
    if (used.has(generation)) this.faults.push(`${key} has two configs of generation ${generation}`);
    this.#generations.set(key, used.add(generation));
    return generation;
  }

  #delete(row: ModelRow): void {
    if (this.model.dependents(row.key).length > 0 || lifecycle.isBeingDeleted(row)) return;
    if (row.handed_config === null) {
      this.#remove(row);
      return;
    }
    const start = lifecycle.startDeletion(asGoingRow(row), { by: BY, newEventId: this.model.next("event") });
    const newEvent = { ...start.effects.newEvent, previousConfig: row.applied_config, repairs: false };
    const deleting_since = row.deleting_since ?? "now";
    this.#write("delete", row, {
      patch: { ...start.patch, deleting_since },
      effects: { ...start.effects, newEvent } as Effects,
    });
  }

  #remove(row: ModelRow): void {
    this.#write("remove", row, lifecycle.remove(row, BY));
    this.#succeeded(row.key);
  }

  #retry(row: ModelRow): void {
    const [eventId] = this.#lettersOf(row.key).reverse();
    if (eventId === undefined || (row.deleting_since !== null && this.model.dependents(row.key).length > 0)) return;
    this.#write("retry", row, lifecycle.retry(row, { by: BY, eventId }));
    this.failures.delete(eventId);
  }

  #detach(row: ModelRow): void {
    const before = this.model.resources.get(row.key)?.dependencies ?? [];
    if (before.length === 0 || lifecycle.isBeingDeleted(row)) return;
    // A refused step uses up no generation.
    lifecycle.checkDetachable(row);
    const { patch, effects } = lifecycle.detach(row, {
      by: BY,
      content: {
        generation: this.#number(row.key, row),
        resolved_config: null,
        dependencies: JSON.stringify(before.slice(1)),
        ...keptRunning(row, before),
      },
      changes: "[]",
      newEventId: this.model.next("event"),
    });
    this.#write("detach", row, { patch, effects: { ...effects, edges: edges(before.slice(1)) } });
  }

  #reconcile(row: ModelRow, { values, isSlow }: Extract<Step, { kind: "reconcile" }>): void {
    const step = lifecycle.dueStep(row);
    if (step === "nothing" || (step !== "delete" && this.model.isBlocked(row.key))) return;
    if (step !== "decide" && row.event_early && row.stale_since === null) return;
    const decision = this.#decisionOf(row, step, values);
    if (isSlow) this.#slow.push(decision);
    else this.#decide(decision);
  }

  #decisionOf(
    row: ModelRow,
    step: Exclude<lifecycle.DueStep, "nothing">,
    values: "same" | "others" | "missing",
  ): Decision {
    const read = asReconcileRow(row);
    const isFrozen = step === "hand over" && row.event_payload !== null;
    if (step === "delete") {
      const attempt = lifecycle.nextAttempt(read);
      // As of a type that needs no handler.
      if (values === "others") return { row, change: lifecycle.deletedAtOnce(read, attempt) };
      const held = this.#hold(row, attempt);
      return { row, held, change: lifecycle.handOverDeletion(read, attempt, leaseOf(held)) };
    }
    if (isFrozen && row.stale_since === null) return this.#handing(row, lifecycle.nextAttempt(read));
    if (values === "missing") {
      const newEventId = this.model.next("event");
      const change = lifecycle.failUnresolved(read, { newEventId, error: "not there", errorFacts: "{}" });
      return { row, change, fails: row.pending_event_id ?? newEventId };
    }
    if (step === "hand over" && !isFrozen) return this.#handing(row, lifecycle.nextAttempt(read));
    if (values === "same" && (isFrozen ? row.event_early : !isFailed(row.lifecycle_state))) {
      return { row, change: lifecycle.clearMark(read) };
    }
    if (values === "same" && isFrozen) return this.#handing(row, lifecycle.nextAttempt(read));
    return this.#handing(row, lifecycle.firstAttempt(read, this.model.next("event")));
  }

  #handing(row: ModelRow, attempt: lifecycle.Attempt): Decision {
    const held = this.#hold(row, attempt);
    return {
      row,
      held,
      change: lifecycle.handOver(asReconcileRow(row), attempt, { payload: "{}", lease: leaseOf(held) }),
    };
  }

  #hold(row: ModelRow, { previousConfig: _, ...attempt }: lifecycle.Attempt): Held {
    return { ...attempt, key: row.key, leaseId: this.model.next("lease"), resource: row };
  }

  /** Another writer may have been faster since the reconcile. */
  #decide(decision: Decision | undefined): void {
    if (!decision) return;
    const { row, change, held, fails } = decision;
    // The key of leases: two handlers at once conflict.
    const isRemoval = change.patch === null;
    if ((held || isRemoval) && this.model.leases.has(row.key)) return;
    let kind = fails ? "fail unresolved" : "clear mark";
    if (held) kind = "hand over";
    if (isRemoval) kind = "remove at once";
    if (!this.#write(kind, row, change)) return;
    if (isRemoval) this.#succeeded(row.key);
    if (fails) this.failures.set(fails, row.key);
    if (!held) return;
    this.cancelled.delete(row.key);
    this.#held.push(held);
  }

  #settle({ of, outcome }: Extract<Step, { kind: "settle" }>): void {
    const [held] = this.#held.splice(of % Math.max(1, this.#held.length), 1);
    if (!held) return;
    const { guard } = lifecycle.asHeld({ ...held, organizationId: "org" });
    const counted = this.model.write(held.key, guard, this.#resultOf(held, outcome));
    this.#count(counted ? `settle: ${outcome}` : "too late");
    if (!counted) {
      if (this.model.leases.get(held.key)?.id === held.leaseId) this.model.leases.delete(held.key);
      return;
    }
    if (outcome === "same" || outcome === "others") this.#succeeded(held.key);
    if (outcome === "failed" || outcome === "exists") this.failures.set(held.eventId, held.key);
  }

  #resultOf(held: Held, outcome: Extract<Step, { kind: "settle" }>["outcome"]): lifecycle.Transition {
    switch (outcome) {
      case "same":
      case "others": {
        if (held.eventType === "DELETE") return lifecycle.deleted(held);
        const isResolved = this.model.dependents(held.key).some(({ row }) => row.resolved_config !== null);
        const differs = held.resource.provisioned ? outcome === "others" : isResolved;
        return lifecycle.succeed(held, { outputs: "{}", payload: "{}", ...(differs ? { spared: [] } : {}) });
      }
      case "failed":
        return lifecycle.fail(held, { error: "no", errorFacts: null, payload: "{}" });
      case "exists":
        return lifecycle.fail(held, { error: "no", errorFacts: "{}", payload: "{}", provisioned: true });
      case "attempt":
        return lifecycle.awaitRetry(held, { error: "no", delay: { milliseconds: 1 } });
      case "back":
        return lifecycle.handBack(held);
    }
  }

  #write(kind: string, row: ModelRow, transition: lifecycle.Transition): boolean {
    const written = this.model.write(row.key, { version: row.version }, transition);
    this.#count(written ? kind : "conflict");
    return written;
  }

  #succeeded(key: string): void {
    for (const [eventId, of] of this.failures) if (of === key) this.failures.delete(eventId);
    const row = this.model.read(key);
    if (row) this.succeeded.set(key, row.config);
    else this.succeeded.delete(key);
  }

  #lettersOf(key: string): string[] {
    return [...this.model.letters].filter(([, of]) => of === key).map(([eventId]) => eventId);
  }

  #count(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }
}

function leaseOf({ leaseId, eventId }: Held): { id: string; eventId: string; owner: string; seconds: number } {
  return { id: leaseId, eventId, owner: "worker", seconds: 15 };
}

function edges(dependencies: string[]): { dependencies: string[]; owners: string[]; running: string[] } {
  return { dependencies, owners: [], running: [] };
}

/** Like `keptRunning` in resources/running-dependencies.ts, which reads keys out of the row. */
function keptRunning(row: ModelRow, dependencies: readonly string[]): { running_dependencies?: string[] } {
  const kept = new Set([...(row.running_dependencies ?? []), ...(row.resolved_config === null ? [] : dependencies)]);
  return kept.size === 0 ? {} : { running_dependencies: [...kept] };
}
