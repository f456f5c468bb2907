import type { VersionComparison } from "@pragma/sdk";
import { fieldLines } from "../change/show/field-lines.ts";
import { drawLine } from "../change/show/plan-text.ts";
import type { Style } from "../output/style.ts";

/** How two generations differ, as plans show it. */
export function versionsText({ from, to, changes }: VersionComparison, style: Style): string {
  const head = style("bold", `Generation ${from} → ${to}`);
  if (changes.length === 0) return `${head}\nNothing differs.`;
  return [head, ...fieldLines(changes, false).map((line) => drawLine(line, style))].join("\n");
}
