import { oneLine } from "../output/printable.ts";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import { cutEnd, cutMiddle, padTo, widthOf } from "../output/width.ts";
import type { Output } from "../session/io.ts";
import type { Entry } from "./entry.ts";
import type { Progress } from "./progress.ts";
import { countStates, isPlain, rowsToShow } from "./rows.ts";

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
  readonly #begun = new Map<Entry, number>();
  #drawn: readonly string[] = [];

  constructor(output: Output, style: Style, now: () => number) {
    this.#output = output;
    this.#style = style;
    this.#now = now;
  }

  show(entries: readonly Entry[]): void {
    for (const entry of entries) if (entry.begun && !this.#begun.has(entry)) this.#begun.set(entry, this.#now());
    const room = Math.max(3, this.#rows - 2);
    this.#draw(entries.length <= room ? this.#lines(entries) : this.#some(entries, room - 2));
  }

  /** If there are very many, those without anything to report are only counted. */
  end(entries: readonly Entry[]): void {
    const shown = entries.length <= this.#rows - 2 ? entries : entries.filter((entry) => !isPlain(entry));
    const lines = this.#lines(shown);
    const left = entries.filter((entry) => !shown.includes(entry));
    const unchanged = left.filter(({ begun }) => begun).length;
    if (unchanged > 0) lines.push(this.#style("dim", `… and ${unchanged} unchanged`));
    if (left.length > unchanged) lines.push(this.#style("dim", `… and ${left.length - unchanged} not sent`));
    this.#draw(lines);
    this.#drawn = [];
  }

  #some(entries: readonly Entry[], room: number): string[] {
    const shown = rowsToShow(entries, room);
    const more = this.#style("dim", `… and ${entries.length - shown.length} more`);
    return [cutEnd(countStates(entries), this.#columns), ...this.#lines(shown), more];
  }

  get #rows(): number {
    return this.#output.rows || DEFAULT_ROWS;
  }

  /** One column less than the terminal has: a line that reaches the edge would leave the cursor between two lines. */
  get #columns(): number {
    return (this.#output.columns || DEFAULT_COLUMNS) - 1;
  }

  #lines(entries: readonly Entry[]): string[] {
    const longest = Math.max(0, ...entries.map(({ document }) => document.id.length));
    const most = this.#columns - STATE_COLUMNS - LEAST_REASON_COLUMNS - 4;
    const width = Math.min(longest, Math.max(LEAST_ID_COLUMNS, most));
    return entries.map((entry) => {
      const { document, change, state } = entry;
      const { text, color } = stateCell(change === "refused" ? change : (state ?? "waiting"));
      const head = cutEnd(`${cutMiddle(document.id, width).padEnd(width)}  `, this.#columns);
      const padded = cutEnd(padTo(text, STATE_COLUMNS), this.#columns - head.length);
      const tail = cutEnd(this.#tailOf(entry), this.#columns - head.length - widthOf(padded) - 2);
      return `${head}${color === undefined ? padded : this.#style(color, padded)}  ${tail}`.trimEnd();
    });
  }

  #tailOf(entry: Entry): string {
    const { change, reason, done } = entry;
    const ms = this.#now() - (this.#begun.get(entry) ?? this.#now());
    const taken = !done && ms >= LONG_MS ? `${Math.floor(ms / 1_000)}s` : "";
    return [change === "refused" ? "" : (change ?? ""), taken, reason === null ? "" : oneLine(reason)]
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
