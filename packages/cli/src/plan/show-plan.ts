import { oneLine } from "../output/printable.ts";
import type { Color, Style } from "../output/style.ts";
import type { FieldChange } from "./compare.ts";
import type { Plan } from "./plan-document.ts";

const SIGNS: Record<Plan["action"], { sign: string; color: Color; words: string; counted: string }> = {
  create: { sign: "+", color: "green", words: "would be created", counted: "to create" },
  change: { sign: "~", color: "yellow", words: "would be changed", counted: "to change" },
  retry: { sign: "~", color: "yellow", words: "failed, and would be tried again", counted: "to try again" },
  secret: {
    sign: "?",
    color: "cyan",
    words: "is as it is, but for secrets, which are not compared",
    counted: "unknown",
  },
  none: { sign: "=", color: "dim", words: "is as it is", counted: "as it is" },
};

/** The effect of an apply, for programs. */
export function planResult({ document, action, fields }: Plan) {
  const { line, column } = document.locate([]);
  return { resource: document.id, file: document.file, line, column, action, fields };
}

/** Resources that would be deleted afterwards. */
export function prunePlan(id: string) {
  return { resource: id, file: null, line: null, column: null, action: "delete", fields: [] };
}

/** The same in words: a line for each changed resource, one for each changed field, and the counts. */
export function showPlans(plans: readonly Plan[], pruned: readonly string[], style: Style): string {
  const lines = plans
    .filter(({ action }) => action !== "none")
    .flatMap(({ document, action, fields }) => {
      const { sign, color, words } = SIGNS[action];
      return [style(color, `${sign} ${document.id} ${words}`), ...fields.map((field) => `    ${fieldLine(field)}`)];
    });
  const counts = Object.entries(SIGNS).flatMap(([action, { counted }]) => {
    const count = plans.filter((plan) => plan.action === action).length;
    return count === 0 ? [] : `${count} ${counted}`;
  });
  for (const id of pruned) lines.push(style("red", `- ${oneLine(id)} would be deleted`));
  if (pruned.length > 0) counts.push(`${pruned.length} to delete`);
  return [...lines, `${counts.join(", ")}; nothing was sent`].join("\n");
}

function fieldLine({ path, kind, before, after }: FieldChange): string {
  const name = path.join(".");
  if (before === undefined || after === undefined) return oneLine(`${name} ${kind}`);
  return oneLine(`${name}: ${before} → ${after}`);
}
