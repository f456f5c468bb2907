import type { DeletionPlan } from "./resource-types.ts";

/** What to do with what depends on a resource that is to go. */
export const MODES = ["refuse", "cascade", "detach"] as const;
export type Mode = (typeof MODES)[number];

export const MODE_LABELS: Record<Mode, string> = {
  refuse: "Delete only if nothing depends on it",
  cascade: "Delete what depends on it, too",
  detach: "Keep what depends on it",
};

/** What a plan comes to, in a sentence. */
export function planWords(plan: DeletionPlan): string {
  if (plan.under_way) return "Its deletion is under way.";
  if (plan.obstacles.length > 0) return `Refused: ${plan.obstacles.map(obstacleWords).join("; ")}.`;
  const others = plan.member_count - 1;
  const goes = others === 0 ? "Only this resource goes" : `This resource and ${count(others, "other")} go`;
  const kept = plan.detached.length;
  if (kept === 0) return `${goes}.`;
  return `${goes}. ${count(kept, "resource")} ${kept === 1 ? "keeps" : "keep"} the values taken from it.`;
}

function obstacleWords({ code, message, facts }: DeletionPlan["obstacles"][number]): string {
  const dependents = facts.dependents?.length ?? 0;
  const guarded = facts.protected?.length ?? 0;
  if (code === "has_dependents" && dependents > 0) {
    return `${count(dependents, "resource")} ${dependents === 1 ? "depends" : "depend"} on it`;
  }
  if (code === "deletion_protected" && guarded > 0) {
    return `${count(guarded, "resource")} ${guarded === 1 ? "is" : "are"} protected`;
  }
  return message;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
