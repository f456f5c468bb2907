export const CHANGE_STATUSES = ["planned", "applying", "succeeded", "failed", "discarded", "expired", "stale"] as const;

export type ChangeStatus = (typeof CHANGE_STATUSES)[number];

/** Parts of the list of changes: what was applied, and plans that still can be. */
export const CHANGE_VIEWS = ["applied", "open"] as const;
export type ChangeView = (typeof CHANGE_VIEWS)[number];

/** Whether nothing more happens to a change by itself. A retry of one of its dead letters may still reopen it. */
export function isSettledChange(status: ChangeStatus): boolean {
  return status !== "planned" && status !== "applying";
}

/** Whether a change was applied and has ended, whatever became of its actions: it can be reverted. */
export function isAppliedChange(status: ChangeStatus): boolean {
  return status === "succeeded" || status === "failed";
}

export const CHANGE_ACTIONS = [
  "create",
  "update",
  "stage",
  "delete",
  "follow",
  "unchanged",
  "refuse",
  "replace",
  "adopt",
  "uncompared",
] as const;

export const ACTION_STATES = ["waiting", "running", "succeeded", "failed", "superseded"] as const;

export type ActionState = (typeof ACTION_STATES)[number];

/** Whether an action of a change has failed, by itself or below another. */
export function isFailedAction({ state: outcome }: { state?: ActionState | undefined }): boolean {
  return outcome === "failed";
}

/** Changes and actions of a page, where none is asked for. */
export const DEFAULT_CHANGES_PAGE = 50;

/** How many actions a change carries; the others are read by page. */
export const ACTIONS_SHOWN = 100;

/** Documents, deletions and pruned resources of one change. */
export const MAX_CHANGE_ITEMS = 2000;

export const MAX_CHANGE_BYTES = 10 * 1024 * 1024;
