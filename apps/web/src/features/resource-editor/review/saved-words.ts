import type { ShownPreview } from "~/features/changes/types.ts";

type Seen = readonly Pick<ShownPreview["actions"][number], "action" | "changes">[];

/** Whether saving drafts does anything, if only to be refused. What is under way as it is declared stays so. */
export function changesAnything(actions: Seen): boolean {
  return actions.some(({ action, changes }) => action === "stage" || action === "refuse" || changes.length > 0);
}

/** Result of saving drafts: resources with the same config have at most their tags and settings saved. */
export function savedWords(actions: Seen): string {
  if (actions.some(({ action }) => action === "stage")) return "Saved as a draft";
  return changesAnything(actions) ? "Saved" : "Nothing changed: no draft was saved";
}
