import type { DeletionPlan } from "./resource-types.ts";

/** What to do with the dependents of a resource that is to be deleted. */
export const MODES = ["refuse", "cascade", "detach"] as const;
export type Mode = (typeof MODES)[number];

export const MODE_LABELS: Record<Mode, string> = {
  refuse: "Delete only if nothing depends on it",
  cascade: "Delete what depends on it, too",
  detach: "Keep what depends on it",
};

/** The effect of a plan, in a sentence. */
export function planWords(plan: DeletionPlan): string {
  if (plan.under_way) return "It is being deleted.";
  if (plan.obstacles.length > 0) {
    return `Refused: ${plan.obstacles.map((obstacle) => obstacleWords(obstacle, plan.held_up_by.length)).join("; ")}.`;
  }
  const others = plan.member_count - 1;
  const goes =
    others === 0 ? "Only this resource will be deleted" : `This resource and ${count(others, "other")} will be deleted`;
  const kept = plan.detached.length;
  const keeps = `${count(kept, "resource")} ${kept === 1 ? "keeps" : "keep"} the values taken from it.`;
  const updates = plan.waits_for.length;
  const waits = `It waits for ${count(updates, "update")} under way.`;
  return [`${goes}.`, ...(kept > 0 ? [keeps] : []), ...(updates > 0 ? [waits] : [])].join(" ");
}

/** @param held how many of its dependents no longer want it, but still run with it */
function obstacleWords({ code, message, facts }: DeletionPlan["obstacles"][number], held: number): string {
  const dependents = (facts.dependents?.length ?? 0) - held;
  const guarded = facts.protected?.length ?? 0;
  if (code === "has_dependents" && facts.cycle === undefined && dependents + held > 0) {
    const depend = `${count(dependents, "resource")} ${dependents === 1 ? "depends" : "depend"} on it`;
    const run = `${count(held, "resource")} still ${held === 1 ? "runs" : "run"} with it`;
    return [...(dependents > 0 ? [depend] : []), ...(held > 0 ? [run] : [])].join("; ");
  }
  if (code === "deletion_protected" && guarded > 0) {
    return `${count(guarded, "resource")} ${guarded === 1 ? "is" : "are"} protected`;
  }
  return message;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
