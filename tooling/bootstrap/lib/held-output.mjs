import process from "node:process";

/** The output of a command that runs beside another one, whose lines it would stand between: it is held until its turn. */
export class HeldOutput {
  /** @type {Buffer[]} */
  #held = [];
  #isHeld = true;

  /** @param {import("node:child_process").ChildProcess} child with pipes as its output */
  collect(child) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (/** @type {Buffer} */ chunk) => {
        if (this.#isHeld) this.#held.push(chunk);
        else process.stdout.write(chunk);
      });
    }
  }

  /** Shows what was held, and from then on all that comes. */
  release() {
    this.#isHeld = false;
    for (const chunk of this.#held.splice(0)) process.stdout.write(chunk);
  }
}
