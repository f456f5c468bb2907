import { LONG_LINE_BYTES } from "../wire/line-reader.ts";

/** Answers to no call, and the like, that are let pass before the process counts as broken. */
const MAX_STRAYS = 1_000;

/** Messages that name no running call, or one that is lost: they cost nobody their answer, so they are let pass, up to a bound. */
export class Strays {
  readonly #onStray: (what: string) => void;
  readonly #onTooMany: (what: string) => void;
  #count = 0;

  constructor(onStray: (what: string) => void, onTooMany: (what: string) => void) {
    this.#onStray = onStray;
    this.#onTooMany = onTooMany;
  }

  /** @param size of the message: a long one counts for as many as it is long lines */
  add(what: string, size = 0): void {
    this.#count += Math.max(1, Math.floor(size / LONG_LINE_BYTES));
    this.#onStray(what);
    if (this.#count > MAX_STRAYS) this.#onTooMany(what);
  }
}
