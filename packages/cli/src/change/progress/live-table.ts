import type { Output } from "../../io/io.ts";
import { oneLine } from "../../output/printable.ts";
import { stateCell } from "../../output/state.ts";
import type { Style } from "../../output/style.ts";
import { cutEnd, cutMiddle, padTo, widthOf } from "../../output/width.ts";
import type { Progress } from "./progress.ts";
import { countStates, type Row, rowsToShow, wordOf } from "./row.ts";

/** Lines of a terminal of unknown size. */
const DEFAULT_ROWS = 24;
const DEFAULT_COLUMNS = 80;
/** The longest word for a state, and room for a reason that says anything. */
const STATE_COLUMNS = 10;
const LEAST_REASON_COLUMNS = 20;
const LEAST_ID_COLUMNS = 12;
/** Anything slower shows its duration. */
const LONG_MS = 5_000;

/** A table that redraws itself in place, with as many resources as fit, and finally once in full. */
export class LiveTable implements Progress {
  readonly #output: Output;
  readonly #style: Style;
  readonly #now: () => number;
  /** When each was first seen running. */
  readonly #begun = new Map<string, number>();
  #drawn: readonly string[] = [];

  constructor(output: Output, style: Style, now: () => number) {
    this.#output = output;
    this.#style = style;
    this.#now = now;
  }

  show(rows: readonly Row[]): void {
    for (const { id, state } of rows) if (state === "running" && !this.#begun.has(id)) this.#begun.set(id, this.#now());
    const room = Math.max(3, this.#rows - 2);
    this.#draw(rows.length <= room ? this.#lines(rows) : this.#some(rows, room - 2));
  }

  /** If there are very many, only those that did not succeed are shown, and the others counted. */
  end(rows: readonly Row[]): void {
    if (rows.length <= this.#rows - 2) this.#draw(this.#lines(rows));
    else
      this.#draw([
        ...this.#lines(rows.filter(({ state }) => state !== "succeeded")),
        this.#style("dim", countStates(rows)),
      ]);
    this.#drawn = [];
  }

  #some(rows: readonly Row[], room: number): string[] {
    const shown = rowsToShow(rows, room);
    const more = this.#style("dim", `… and ${(rows.length - shown.length).toLocaleString("en")} more`);
    return [cutEnd(countStates(rows), this.#columns), ...this.#lines(shown), more];
  }

  get #rows(): number {
    return this.#output.rows || DEFAULT_ROWS;
  }

  /** One column less than the terminal has: a line that reaches the edge would leave the cursor between two lines. */
  get #columns(): number {
    return (this.#output.columns || DEFAULT_COLUMNS) - 1;
  }

  #lines(rows: readonly Row[]): string[] {
    const longest = Math.max(0, ...rows.map(({ id }) => id.length));
    const most = this.#columns - STATE_COLUMNS - LEAST_REASON_COLUMNS - 4;
    const width = Math.min(longest, Math.max(LEAST_ID_COLUMNS, most));
    return rows.map((row) => {
      const { color } = stateCell(row.state);
      const head = cutEnd(`${cutMiddle(row.id, width).padEnd(width)}  `, this.#columns);
      const padded = cutEnd(padTo(wordOf(row), STATE_COLUMNS), this.#columns - head.length);
      const tail = cutEnd(this.#tailOf(row), this.#columns - head.length - widthOf(padded) - 2);
      return `${head}${color === undefined ? padded : this.#style(color, padded)}  ${tail}`.trimEnd();
    });
  }

  #tailOf({ id, state, kind, reason }: Row): string {
    const ms = this.#now() - (this.#begun.get(id) ?? this.#now());
    const taken = state === "running" && ms >= LONG_MS ? `${Math.floor(ms / 1_000)}s` : "";
    return [state === "succeeded" ? "" : kind, taken, reason === null ? "" : oneLine(reason)]
      .filter(Boolean)
      .join("  ");
  }

  /** Overwrites the previous table line by line, in one write, and only changed lines, so that it does not flicker. */
  #draw(lines: readonly string[]): void {
    const before = this.#drawn;
    if (before.length > 0 && before.length === lines.length && before.every((line, index) => line === lines[index]))
      return;
    const up = before.length > 0 ? `\u001b[${before.length}A` : "";
    const body = lines.map((line, index) => (line === before[index] ? "\n" : `${line}\u001b[K\n`)).join("");
    this.#output.write(`${up}\r${body}\u001b[J`);
    this.#drawn = lines;
  }
}
