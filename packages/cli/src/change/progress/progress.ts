import { isFailedAction } from "@pragma/contract/change-values";
import type { Output } from "../../io/io.ts";
import { oneLine } from "../../output/printable.ts";
import type { Style } from "../../output/style.ts";
import { WAITS } from "../blocked-text.ts";
import { LiveTable } from "./live-table.ts";
import { countStates, type Row, wordOf } from "./row.ts";

/** Shows how far a change has come. */
export interface Progress {
  show(rows: readonly Row[]): void;
  /** At the end, or on interruption. */
  end(rows: readonly Row[]): void;
}

/** With more resources, only failures have a line each. */
const MOST_LINES = 100;
/** Then how far all of them are is said at most so often. */
const COUNT_MS = 10_000;

/** On a terminal, a table that redraws itself; elsewhere a line per change of a resource that matters. */
export function progressOn(output: Output, style: Style): Progress {
  return output.isTTY ? new LiveTable(output, style, Date.now) : new Lines(output, Date.now);
}

/** Lines for a log. */
export class Lines implements Progress {
  readonly #output: Output;
  readonly #now: () => number;
  readonly #said = new Map<string, string>();
  #counted = Number.NEGATIVE_INFINITY;
  #count = "";

  constructor(output: Output, now: () => number) {
    this.#output = output;
    this.#now = now;
  }

  show(rows: readonly Row[]): void {
    if (rows.length > MOST_LINES && this.#now() - this.#counted >= COUNT_MS) this.#sayCount(rows);
    for (const row of rows) {
      const { id, state, reason } = row;
      if (!isFailedAction(row) && (rows.length > MOST_LINES || (state === "waiting" && reason === null))) continue;
      const words = reason?.startsWith(WAITS) ? [id, reason] : [id, wordOf(row), ...(reason === null ? [] : [reason])];
      const line = oneLine(words.join(": "));
      if (this.#said.get(id) === line) continue;
      this.#said.set(id, line);
      this.#output.write(`${line}\n`);
    }
  }

  end(rows: readonly Row[]): void {
    this.show(rows);
    if (rows.length > MOST_LINES) this.#sayCount(rows);
  }

  #sayCount(rows: readonly Row[]): void {
    this.#counted = this.#now();
    const count = countStates(rows);
    if (count !== this.#count) this.#output.write(`${count}\n`);
    this.#count = count;
  }
}
