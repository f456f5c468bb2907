import { validationError } from "../../foundation/common/errors.ts";
import { Turn } from "../../foundation/common/in-turns.ts";

/** Time that deciding a plan may take. */
const PLAN_SECONDS = 30;

/** Keeps a plan from taking too long, since its work is bounded by its size alone, and from keeping all others waiting. */
export class Pace {
  readonly #deadline = performance.now() + PLAN_SECONDS * 1000;
  readonly #turn = new Turn();

  /** To be called between steps. @throws DomainError validation_failed of type `plan_too_large` */
  async step(): Promise<void> {
    if (performance.now() > this.#deadline) throw tooLarge();
    if (this.#turn.over) await this.#turn.giveWay();
  }
}

function tooLarge(): Error {
  const msg = `Planning took longer than ${PLAN_SECONDS} s: split the change into smaller ones`;
  return validationError([{ loc: ["body"], msg, type: "plan_too_large" }]);
}
