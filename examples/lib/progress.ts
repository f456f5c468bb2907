import { styleText } from "node:util";
import { friendlyId } from "./documents.ts";
import { explain, isSettled, type Resource } from "./resource.ts";

/** Where progress is shown. */
export interface Screen {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
}

/**
 * Shows how resources come along: on a terminal as a table that is redrawn in place, elsewhere as one line for each
 * change of state.
 */
export class Progress {
  readonly #screen: Screen;
  readonly #seen = new Map<string, string>();
  #drawn = 0;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  show(resources: Resource[]): void {
    if (this.#screen.isTTY === true) this.#redraw(resources);
    else this.#append(resources);
  }

  #redraw(resources: Resource[]): void {
    const width = Math.max(...resources.map((resource) => friendlyId(resource).length));
    const columns = this.#screen.columns ?? 80;
    const rows = resources.map((resource) => {
      const text = `${friendlyId(resource).padEnd(width)}  ${stateOf(resource).padEnd(10)}  ${oneLine(explain(resource))}`;
      // A row that wraps would take two lines, and the next drawing would begin too low.
      return `\x1b[2K${styleText(colorOf(resource), text.slice(0, columns - 1))}\n`;
    });
    const up = this.#drawn === 0 ? "" : `\x1b[${this.#drawn}A`;
    this.#screen.write(up + rows.join(""));
    this.#drawn = rows.length;
  }

  #append(resources: Resource[]): void {
    for (const resource of resources) {
      const id = friendlyId(resource);
      const why = explain(resource);
      const line = `${id} ${stateOf(resource)}${why && `: ${oneLine(why)}`}`;
      if (this.#seen.get(id) !== line) this.#screen.write(`${line}\n`);
      this.#seen.set(id, line);
    }
  }
}

function stateOf(resource: Resource): string {
  return resource.lifecycle_state === "ready" && !isSettled(resource) ? "stale" : resource.lifecycle_state;
}

function colorOf(resource: Resource): "green" | "red" | "yellow" {
  if (isSettled(resource)) return "green";
  return resource.lifecycle_state === "failed" ? "red" : "yellow";
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
