import { oneLine } from "../output/printable.ts";
import { stateCell } from "../output/state.ts";
import type { Style } from "../output/style.ts";
import type { Output } from "../session/io.ts";
import type { Entry } from "./entry.ts";

/** Lines of a terminal that says nothing of its size. */
const DEFAULT_ROWS = 24;
const DEFAULT_COLUMNS = 80;

/** What happens while resources become ready. */
export interface Progress {
  show(entries: readonly Entry[]): void;
  /** The last time, or when it is broken off. */
  end(entries: readonly Entry[]): void;
}

/** On a terminal a table that is drawn over itself; elsewhere a line for each change. */
export function progressOn(output: Output, style: Style): Progress {
  return output.isTTY ? new LiveTable(output, style) : new Lines(output);
}

class Lines implements Progress {
  readonly #output: Output;
  readonly #said = new Map<Entry, string>();

  constructor(output: Output) {
    this.#output = output;
  }

  show(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { reason, document } = entry;
      const word = wordOf(entry);
      if (word === null) continue;
      const line = `${document.id}: ${word}${reason === null ? "" : `: ${oneLine(reason)}`}`;
      if (this.#said.get(entry) === line) continue;
      this.#said.set(entry, line);
      this.#output.write(`${line}\n`);
    }
  }

  end(entries: readonly Entry[]): void {
    this.show(entries);
  }
}

function wordOf({ change, state, stale }: Entry): string | null {
  if (change === "refused") return "refused";
  return change === "unchanged" && state === "ready" && !stale ? "ready (unchanged)" : state;
}

class LiveTable implements Progress {
  readonly #output: Output;
  readonly #style: Style;
  #drawn = 0;

  constructor(output: Output, style: Style) {
    this.#output = output;
    this.#style = style;
  }

  show(entries: readonly Entry[]): void {
    const room = Math.max(2, (this.#output.rows || DEFAULT_ROWS) - 2);
    // What is under way is of interest; what is done gives way first.
    const chosen =
      entries.length <= room
        ? entries
        : [...entries].sort((a, b) => Number(a.done) - Number(b.done)).slice(0, room - 1);
    const lines = this.#lines(chosen);
    if (chosen.length < entries.length) lines.push(this.#style("dim", `… and ${entries.length - chosen.length} more`));
    this.#draw(lines);
  }

  end(entries: readonly Entry[]): void {
    this.#draw(this.#lines(entries));
    this.#drawn = 0;
  }

  #lines(entries: readonly Entry[]): string[] {
    const width = Math.max(...entries.map(({ document }) => document.id.length));
    const columns = this.#output.columns || DEFAULT_COLUMNS;
    return entries.map(({ document, change, state, reason }) => {
      const { text, color } = stateCell(change === "refused" ? change : (state ?? "waiting"));
      const head = `${document.id.padEnd(width)}  `.slice(0, columns);
      const tail = [change === "refused" ? "" : (change ?? ""), reason === null ? "" : oneLine(reason)]
        .filter(Boolean)
        .join("  ");
      const padded = text.padEnd(10).slice(0, Math.max(0, columns - head.length));
      const rest = tail.slice(0, Math.max(0, columns - head.length - padded.length - 2));
      return `${head}${color === undefined ? padded : this.#style(color, padded)}  ${rest}`.trimEnd();
    });
  }

  /** Over what was drawn before, in one write, so that it does not flicker. */
  #draw(lines: readonly string[]): void {
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : "";
    this.#output.write(`${up}\r\u001b[J${lines.map((line) => `${line}\n`).join("")}`);
    this.#drawn = lines.length;
  }
}
