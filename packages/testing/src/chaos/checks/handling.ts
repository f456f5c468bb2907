import { DEFAULT_HANDLING, HANDLING_MEMBERS, type Handling, handlingOf } from "@pragma/contract";
import type { Facts, HandlerFact, HistoryFact } from "../facts.ts";
import { type HandledStep, handlingsOf, type KnownHandling } from "../handlings.ts";
import { isSame } from "../is-same.ts";
import { handlersOf, type Life, livesOf } from "../lives.ts";
import { isCheck, isLook } from "../looks.ts";
import { declaredHandling, idOf } from "../operation.ts";
import type { Check, Violation } from "../violation.ts";

/** A check that was taken before may begin so much later, beside a long one of its provider. */
const CHECK_MS = 10_000;

export const handling: Check = {
  name: "handling",
  promise:
    "nothing is handed over while it is paused, what is observed is only looked at, what is kept is not deleted, and each is handled as it was declared last",
  run: (facts) => livesOf(facts).flatMap((life) => new Handled(life, facts).faults()),
};

/** One life, and how it was handled. */
class Handled {
  readonly #life: Life;
  readonly #facts: Facts;
  readonly #steps: readonly HandledStep[];

  constructor(life: Life, facts: Facts) {
    this.#life = life;
    this.#facts = facts;
    this.#steps = handlingsOf(life, facts);
  }

  faults(): Violation[] {
    return [
      ...this.#steps.flatMap((handled) => [...this.#handedOver(handled), ...this.#untold(handled)]),
      ...handlersOf(this.#life, this.#facts.handlers).flatMap((handler) => this.#overstepped(handler)),
      ...this.#checkedWhilePaused(),
      ...this.#stored(),
    ];
  }

  /** What is in hand when it is paused goes on; it is not begun once more. */
  #handedOver({ step, before }: HandledStep): Violation[] {
    if (before.paused !== true || step.to !== "processing" || step.from === "processing") return [];
    return [this.#found(`${named(step)} hands it over while it is paused`, step.at)];
  }

  /** A step that a request made with another handling than it asked for. */
  #untold({ step, after }: HandledStep): Violation[] {
    const first = this.#steps.find((other) => other.step.correlationId === step.correlationId);
    if (first?.step !== step) return [];
    const request = this.#facts.requests.find(({ id }) => id === step.correlationId);
    const given = declaredHandling(request?.operation, step.key);
    if (given === undefined || isWithin(after, handlingOf(given) ?? DEFAULT_HANDLING)) return [];
    return [
      this.#found(
        `${named(step)} was to handle it as ${JSON.stringify(given)}, and it is ${JSON.stringify(after)}`,
        step.at,
      ),
    ];
  }

  #overstepped(handler: HandlerFact): Violation[] {
    if (isLook(handler.method)) return [];
    const handed = this.#steps.findLast(
      ({ step: { eventId, to, at } }) =>
        eventId === handler.operationId && to === "processing" && at <= handler.beganAt,
    );
    const { mode, on_delete } = handed?.before ?? {};
    const isMore = mode === "observe" || (on_delete === "keep" && handler.method === "delete");
    if (!isMore) return [];
    const word = mode === "observe" ? "observed" : "kept";
    return [this.#found(`${handler.method} (handler ${handler.number}) ran though it is ${word}`, handler.beganAt)];
  }

  #checkedWhilePaused(): Violation[] {
    const { space, key } = this.#life;
    const checks = this.#facts.handlers.filter(
      (handler) => isCheck(handler) && handler.space === space && handler.id === idOf(key),
    );
    return this.#steps.flatMap(({ after, before, step }, index) => {
      if (after.paused !== true || before.paused === true) return [];
      const resumed = this.#steps
        .slice(index + 1)
        .find((later) => later.after.paused !== true || later.step.to === null);
      const until = resumed?.step.at ?? Number.POSITIVE_INFINITY;
      return checks
        .filter(({ beganAt }) => beganAt > step.at + CHECK_MS + this.#pausedMs() && beganAt < until)
        .map((look) => this.#found(`it was looked at (handler ${look.number}) while it is paused`, look.beganAt));
    });
  }

  #pausedMs(): number {
    return Math.max(0, ...this.#facts.disturbances.map(({ from, until }) => until - from));
  }

  #stored(): Violation[] {
    const { space, key, gone } = this.#life;
    const stored = this.#facts.resources.find((resource) => resource.space === space && resource.key === key);
    const last = this.#steps.at(-1)?.after ?? {};
    if (gone || !stored || isWithin(last, stored.handling)) return [];
    return [
      this.#found(`it is handled as ${JSON.stringify(stored.handling)}, and its history says ${JSON.stringify(last)}`),
    ];
  }

  #found(message: string, at?: number): Violation {
    const { space, key } = this.#life;
    return { check: handling.name, message, space, key, ...(at !== undefined && { at }) };
  }
}

function isWithin(known: KnownHandling, all: Handling): boolean {
  return HANDLING_MEMBERS.every((member) => known[member] === undefined || isSame(known[member], all[member]));
}

function named({ id, type }: HistoryFact): string {
  return `history ${id}, ${type},`;
}
