import { isReady } from "@pragma/contract/lifecycle";
import { oneLine } from "../output/printable.ts";
import type { Style } from "../output/style.ts";
import type { Output } from "../session/io.ts";
import type { Entry } from "./entry.ts";
import { LiveTable } from "./live-table.ts";

/** Shows progress while resources become ready. */
export interface Progress {
  show(entries: readonly Entry[]): void;
  /** At the end, or on interruption. */
  end(entries: readonly Entry[]): void;
}

/** On a terminal, a table that redraws itself; elsewhere a line per change. */
export function progressOn(output: Output, style: Style): Progress {
  return output.isTTY ? new LiveTable(output, style, Date.now) : new Lines(output);
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
  return change === "unchanged" && state !== null && isReady(state) && !stale ? "ready (unchanged)" : state;
}
