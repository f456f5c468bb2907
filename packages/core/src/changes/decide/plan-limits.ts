import { setImmediate as nextTurn } from "node:timers/promises";
import { validationError } from "../../common/errors.ts";

/** Time that deciding a plan may take. */
const PLAN_SECONDS = 30;
/** Work in one piece: others wait meanwhile. */
const TURN_MS = 20;

/** Keeps a plan from taking too long, since its work is bounded by its size alone, and from keeping all others waiting. */
export class Pace {
  readonly #deadline = performance.now() + PLAN_SECONDS * 1000;
  #turnEnds = performance.now() + TURN_MS;

  /** To be called between steps. @throws DomainError validation_failed of type `plan_too_large` */
  async step(): Promise<void> {
    const now = performance.now();
    if (now > this.#deadline) throw tooLarge();
    if (now < this.#turnEnds) return;
    await nextTurn();
    this.#turnEnds = performance.now() + TURN_MS;
  }
}

function tooLarge(): Error {
  const msg = `Planning took longer than ${PLAN_SECONDS} s: split the change into smaller ones`;
  return validationError([{ loc: ["body"], msg, type: "plan_too_large" }]);
}
