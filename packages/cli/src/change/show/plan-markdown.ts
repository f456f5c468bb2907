import { oneLine } from "../../output/printable.ts";
import { codeBlock, codeSpan, longestBackticks } from "./markdown.ts";
import type { PlanLine } from "./plan-line.ts";
import { type Plan, planSections } from "./plan-sections.ts";
import { busyLines, differs, isEmpty, nothingText, plannedText, uncomparedLines } from "./plan-text.ts";

/** Most characters that a comment on a pull request may have. */
export const MOST_CHARACTERS = 65_536;
/** Room for what is said around the plan; messages have at most 500 characters. */
const AROUND = 8_000;
/** Names of resources in flight. */
const MOST_BUSY = 20;

/**
 * A plan as Markdown, for a comment on a pull request of at most 65,536 characters: the counts, then the plan as a diff. What
 * does not fit is left out, resource by resource, and counted. All that came from elsewhere stands in code, where nothing is
 * formatted, linked or mentioned.
 */
export function planMarkdown(plan: Plan): string {
  const { change } = plan;
  const title = differs(change) ? plannedText(plan) : nothingText(change);
  const head = [
    `### Pragma: ${title}`,
    !change.message ? null : codeSpan(oneLine(change.message)),
    change.set === null ? null : `Set ${codeSpan(oneLine(change.set))}`,
    change.status === "planned" ? null : `This change is ${change.status}.`,
  ];
  const { text, left } = diffText(plan, MOST_CHARACTERS - AROUND);
  const busy = busyLines(plan, (_, line) => line);
  const foot = [
    left === 0
      ? null
      : `${left.toLocaleString("en")} resources are left out here: \`pragma changes show ${idOf(plan)}\` has them.`,
    ...uncomparedLines(plan, (_, line) => `${line}.`),
    ...busy.slice(0, MOST_BUSY).map((line) => codeSpan(line.slice(0, 200))),
    busy.length > MOST_BUSY ? `And ${busy.length - MOST_BUSY} more are in flight.` : null,
    change.status === "planned" && !isEmpty(change) && change.counts.refuse === 0
      ? `Apply it with \`pragma apply ${idOf(plan)}\`.`
      : null,
  ];
  return [...head, text, ...foot].filter((part) => part !== null && part !== "").join("\n\n");
}

/** Ids are UUIDs; nothing else gets in between. */
function idOf({ change }: Plan): string {
  return change.id.replace(/[^0-9A-Za-z-]/g, "");
}

function diffText(plan: Plan, room: number): { text: string; left: number } {
  const lines: string[] = [];
  let size = 0;
  let left = 0;
  for (const { title, blocks } of planSections(plan)) {
    const drawn = title === null ? [] : [`  # ${title}`];
    for (const block of blocks) {
      const some = [...drawn.splice(0), ...block.map(drawLine)];
      const cost = some.reduce((sum, line) => sum + line.length + 1, 0);
      // Not the first that is too long alone, but all from there on: what is shown is in order.
      if (left > 0 || size + cost + 2 * longestBackticks(some.join("\n")) > room) {
        left++;
        continue;
      }
      lines.push(...some);
      size += cost;
    }
  }
  return { text: lines.length === 0 ? "" : codeBlock("diff", lines.join("\n")), left };
}

/** The sign comes first, so that it is colored as a diff. */
function drawLine({ sign, depth, text }: PlanLine): string {
  return `${sign === "" ? " " : sign} ${"    ".repeat(depth)}${text}`.trimEnd();
}
