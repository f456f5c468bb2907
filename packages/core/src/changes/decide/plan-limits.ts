import { validationError } from "../../common/errors.ts";
import { Turn } from "../../common/in-turns.ts";

/** Time that deciding a plan may take, apart from that in which others had their turn. */
const PLAN_SECONDS = 30;

/** Keeps a plan from taking too long, since its work is bounded by its size alone, and from keeping all others waiting. */
export class Pace {
  readonly #turn = new Turn();
  /** Milliseconds of its own turns: those of others do not count. */
  #spent = 0;
  #since = performance.now();

  /** To be called between steps. @throws DomainError validation_failed of type `plan_too_large` */
  async step(): Promise<void> {
    const now = performance.now();
    if (this.#spent + now - this.#since > PLAN_SECONDS * 1000) throw tooLarge();
    if (!this.#turn.over) return;
    this.#spent += now - this.#since;
    await this.#turn.giveWay();
    this.#since = performance.now();
  }
}

function tooLarge(): Error {
  const msg = `Planning took longer than ${PLAN_SECONDS} s: split the change into smaller ones`;
  return validationError([{ loc: ["body"], msg, type: "plan_too_large" }]);
}
