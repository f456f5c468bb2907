import type { VersionComparison } from "@pragma/sdk";
import type { Style } from "../../output/style.ts";
import { fieldLines } from "./field-lines.ts";
import { drawLine } from "./plan-text.ts";

/** How two generations differ, as plans show it. */
export function versionsText({ from, to, changes }: VersionComparison, style: Style): string {
  const head = style("bold", `Generation ${from} → ${to}`);
  if (changes.length === 0) return `${head}\nNothing differs.`;
  return [head, ...fieldLines(changes, false).map((line) => drawLine(line, style))].join("\n");
}
