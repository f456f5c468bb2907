import { oneLine } from "../../output/printable.ts";
import type { Color, Style } from "../../output/style.ts";
import { countsText } from "./counts-text.ts";
import type { PlanLine, Sign } from "./plan-line.ts";
import { namesIn, type Plan, planSections } from "./plan-sections.ts";

const COLORS: Partial<Record<Sign, Color>> = {
  "+": "green",
  "-": "red",
  "~": "yellow",
  "±": "yellow",
  "→": "cyan",
  "←": "cyan",
  "!": "red",
};

/** A plan, or a change that was applied, for a terminal; the counts come last. */
export function planText(plan: Plan, style: Style): string {
  const { change } = plan;
  const sections = planSections(plan).map(({ title, blocks }) => {
    const head = title === null ? [] : [style("bold", title)];
    return [...head, ...blocks.flat().map((line) => drawLine(line, style))].join("\n");
  });
  const last = [...busyLines(plan, style), countsLine(plan, style)].join("\n");
  const text = !change.message ? [] : [style("dim", `“${oneLine(change.message)}”`)];
  return [...text, ...sections, last].join("\n\n");
}

/** Whether a change has nothing to do. */
export function isEmpty({ counts }: Plan["change"]): boolean {
  const { unchanged: _, ...others } = counts;
  return Object.values(others).every((count) => count === 0);
}

function drawLine(line: PlanLine, style: Style): string {
  const { sign, depth, text } = line;
  // Lines of a list or a text stand below each other, with a sign or without.
  const unsigned = depth > 1 ? "  " : "";
  const drawn = `${sign === "" ? unsigned : `${sign} `}${text}`;
  const color = colorOf(line);
  return `${"    ".repeat(depth)}${color === undefined ? drawn : style(color, drawn)}`.trimEnd();
}

function colorOf({ sign, text, dim }: PlanLine): Color | undefined {
  if (dim) return "dim";
  return text.startsWith("warning: ") ? "yellow" : COLORS[sign];
}

/** What an apply would have to wait for. */
export function busyLines({ change, actions }: Plan, style: Style): string[] {
  const nameOf = namesIn(actions);
  return change.busy.map((id) => style("yellow", oneLine(`${nameOf(id)} is in flight: an apply waits for it`)));
}

function countsLine({ change }: Plan, style: Style): string {
  if (isEmpty(change)) {
    const { unchanged } = change.counts;
    return style("green", `Nothing to change${unchanged === 0 ? "" : `; ${unchanged.toLocaleString("en")} unchanged`}`);
  }
  return style("bold", countsText(change.counts, change.status === "succeeded" ? "done" : "planned"));
}
