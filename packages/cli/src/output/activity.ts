import type { Output } from "../io/io.ts";

/** Says what is being done before there is a result: on a terminal a line that is taken away again. */
export class Activity {
  readonly #output: Output;
  #shown = false;

  constructor(output: Output) {
    this.#output = output;
  }

  /** @param worthALine whether it takes so long that it is said, too, where lines cannot be taken away: in a log */
  say(text: string, worthALine: boolean): void {
    if (this.#output.isTTY) this.#output.write(`\r${text}\u001b[K`);
    else if (worthALine) this.#output.write(`${text}\n`);
    this.#shown = true;
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown && this.#output.isTTY) this.#output.write("\r\u001b[K");
    this.#shown = false;
  }
}
