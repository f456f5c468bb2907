import { isProcessing } from "@pragma/contract";
import fc from "fast-check";
import { expect, it } from "vitest";
import { takesMarks, violations } from "../index.ts";
import { KEYS, LifecycleDriver, type Step } from "./driver.ts";

const SEQUENCES = 2_000;
const STEPS = 100;
/** How often each transition must occur at least: the rarest, `hurry`, does so 23 times on average. */
const OFTEN = 2;

const of = fc.nat(KEYS.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("apply" as const),
      of,
      asksPending: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      changed: fc.boolean(),
      replaces: fc.boolean(),
      dependencies: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(7) }),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant("reconcile" as const),
      of,
      values: fc.constantFrom(
        "others" as const,
        "same" as const,
        "same" as const,
        "others" as const,
        "missing" as const,
      ),
      isEarly: fc.boolean(),
      isSlow: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("write" as const) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("settle" as const),
      of: fc.nat(9),
      outcome: fc.constantFrom("others", "same", "others", "same", "failed", "exists", "attempt", "back"),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("work" as const),
      values: fc.constantFrom("same", "others"),
      outcome: fc.constantFrom("same", "others", "others"),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      // Refusing a deletion and hurrying an attempt each need a state that is rare.
      kind: fc.constantFrom(
        "cancel",
        ...Array<"delete">(4).fill("delete"),
        "forget",
        "retry",
        "retry",
        ...Array<"hurry">(6).fill("hurry"),
        "drop",
        "discard",
        "discard",
        "detach",
      ),
      of,
    }),
  },
);

type Model = LifecycleDriver["model"];

/** Invariants that a step broke. */
function faultsOf({ model, failures, cancelled, faults: unseen }: LifecycleDriver): string[] {
  const rows = [...model.resources.values()].map(({ row }) => row);
  return [
    ...rows.flatMap((row) => violations(row).map((violation) => `${row.key}: ${violation}`)),
    ...rows
      .filter(({ lifecycle_state }) => isProcessing(lifecycle_state))
      .filter(({ key, pending_event_id }) => model.leases.get(key)?.eventId !== pending_event_id)
      .map(({ key }) => `${key} is processing in nobody's hands`),
    ...eventFaults(model),
    ...letterFaults(model, failures),
    ...markFaults(model, cancelled),
    ...unseen,
  ];
}

/** An event is open exactly as long as a resource awaits it. */
function eventFaults(model: Model): string[] {
  const awaited = new Map([...model.resources.values()].map(({ row }) => [row.pending_event_id, row.key]));
  const faults = [...model.events]
    .filter(([id, { key, settled }]) => settled === (awaited.get(id) === key))
    .map(([id, { settled }]) => `${id} is ${settled ? "settled" : "open"}`);
  const unknown = [...awaited].filter(([id]) => id !== null && !model.events.has(id));
  return [...faults, ...unknown.map(([, key]) => `${key} awaits an event that is not there`)];
}

/** Failures have a dead letter until they are retried or dropped, or their resource succeeds or goes; no others do. */
function letterFaults(model: Model, failures: ReadonlyMap<string, string>): string[] {
  const missing = [...failures.keys()].filter((id) => !model.letters.has(id)).map((id) => `${id} has no dead letter`);
  const left = [...model.letters.keys()].filter((id) => !failures.has(id)).map((id) => `${id} has a dead letter`);
  return [...missing, ...left];
}

/** Everything below a mark is marked too, except where it does not matter (docs/adr/0018). */
function markFaults(model: Model, cancelled: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  for (const marked of model.resources.values()) {
    if (marked.row.stale_since === null) continue;
    for (const { row } of model.dependents(marked.row.key)) {
      if (!takesMarks(row) || !row.provisioned || cancelled.has(row.key)) continue;
      if (row.stale_since === null) faults.push(`${row.key} is not marked, but depends on ${marked.row.key}`);
    }
  }
  return faults;
}

/** Generations never go back within one life of a resource, but to the one observed last, by discarding a draft. */
class Generations {
  readonly #seen = new WeakMap<object, { generation: number; observed: number }>();

  faults(model: Model): string[] {
    return [...model.resources.values()].flatMap((resource) => {
      const { key, generation, observed_generation: observed } = resource.row;
      const before = this.#seen.get(resource);
      this.#seen.set(resource, { generation, observed });
      const went =
        before && ((generation < before.generation && generation !== observed) || observed < before.observed);
      return went ? [`${key} went back to generation ${generation}, observed ${observed}`] : [];
    });
  }
}

it(`keeps to the table of states in ${SEQUENCES} random sequences of ${STEPS} steps`, () => {
  const counts = new Map<string, number>();
  const sequence = fc.array(step, { minLength: STEPS, maxLength: STEPS });
  const property = fc.property(sequence, (steps) => {
    const driver = new LifecycleDriver();
    const generations = new Generations();
    for (const [place, one] of steps.entries()) {
      driver.take(one);
      const faults = [...faultsOf(driver), ...generations.faults(driver.model)];
      if (faults.length > 0) throw new Error(`After step ${place}, ${JSON.stringify(one)}: ${faults.join("; ")}`);
    }
    for (const [kind, count] of driver.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
  });
  fc.assert(property, { numRuns: SEQUENCES });
  // Every transition occurred often enough.
  const rare = KINDS.filter((kind) => (counts.get(kind) ?? 0) < OFTEN);
  expect(rare, [...counts].map(([kind, count]) => `${kind} ${count}`).join(", ")).toEqual([]);
});

const KINDS = [
  ...[
    "metadata",
    "stage",
    "queue",
    "cancel",
    "delete",
    "remove",
    "remove at once",
    "retry",
    "detach",
    "discard",
    "hurry",
  ],
  ...["hand over", "fail unresolved", "clear mark", "conflict", "too late"],
  ...["same", "others", "failed", "exists", "attempt", "back"].map((outcome) => `settle: ${outcome}`),
  ...[
    "change_in_flight",
    "deletion_in_progress",
    "not_cancellable",
    "not_retryable",
    "not_discardable",
    "not_deletable",
  ],
];
