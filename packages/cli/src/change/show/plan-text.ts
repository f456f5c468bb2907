import { doesWords, toDoWords } from "@pragma/contract/count-words";
import { outcomeWords } from "@pragma/contract/outcome-words";
import { oneLine } from "../../output/printable.ts";
import type { Color, Style } from "../../output/style.ts";
import { actionCount } from "./action-count.ts";
import { outcomeOf } from "./outcome-text.ts";
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
  const last = [...busyLines(plan, style), ...uncomparedLines(plan, style), countsLine(plan, style)].join("\n");
  const text = !change.message ? [] : [style("dim", `“${oneLine(change.message)}”`)];
  return [...text, ...sections, last].join("\n\n");
}

/** Summary of a plan, with the number of its warnings: among many resources nobody would see one. */
export function plannedText({ change, actions }: Pick<Plan, "change" | "actions">): string {
  const warnings = actions.reduce((sum, action) => sum + action.warnings.length, 0);
  const counts = toDoWords(change.counts).join(", ");
  if (warnings === 0) return counts;
  return `${counts}, ${warnings.toLocaleString("en")} ${warnings === 1 ? "warning" : "warnings"}`;
}

/** Whether a change has nothing to do. */
export function isEmpty({ counts }: Pick<Plan["change"], "counts">): boolean {
  const { unchanged: _, ...others } = counts;
  return Object.values(others).every((count) => count === 0);
}

/** Whether a change does anything, as far as is known: what was not compared is no difference. */
export function differs({ counts }: Pick<Plan["change"], "counts">): boolean {
  return !isEmpty({ counts: { ...counts, uncompared: 0 } });
}

/** A change that does nothing, with what is left to compare. */
export function nothingText({ status, counts: { unchanged, uncompared } }: Plan["change"]): string {
  const isDone = status === "succeeded";
  const compared = isDone
    ? outcomeWords([{ action: "uncompared", outcome: "succeeded", count: uncompared ?? 0 }])
    : toDoWords({ uncompared });
  const rest = [...compared, ...toDoWords({ unchanged })].join(", ");
  return `${isDone ? "Nothing changed" : "Nothing to change"}${rest === "" ? "" : `; ${rest}`}`;
}

/** Line about what applying a plan does before all else, or none. */
export function uncomparedLines({ change: { status, counts } }: Plan, style: Style): string[] {
  const { uncompared = 0 } = counts;
  if (status !== "planned" || uncompared === 0) return [];
  const some = uncompared === 1 ? "1 resource has" : `${uncompared.toLocaleString("en")} resources have`;
  return [style("dim", `${some} secrets that this plan did not compare: applying it does, and updates what differs`)];
}

export function drawLine(line: PlanLine, style: Style): string {
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

/** Lines about what an apply would have to wait for. */
export function busyLines({ change, actions }: Plan, style: Style): string[] {
  const nameOf = namesIn(actions);
  return change.busy.map((id) => style("yellow", oneLine(`${nameOf(id)} is in flight: an apply waits for it`)));
}

function countsLine({ change, actions }: Plan, style: Style): string {
  if (!differs(change)) return style("green", nothingText(change));
  if (change.applied_at === null || actions.length < actionCount(change.counts))
    return style(
      "bold",
      // The outcome of each is only known once all are read.
      change.applied_at === null ? plannedText({ change, actions }) : doesWords(change.counts),
    );
  const { notDone, done } = outcomeOf(change, actions);
  return style("bold", [notDone, done].filter(Boolean).join(", "));
}
