import { countPieces } from "../change-words.ts";
import type { ShownAction, ShownPreview } from "../types.ts";

/** The actions of a preview as a list shows them. They have no ids: what names them is what they are about, and who asks for it. */
export function previewedActions({ actions }: Pick<ShownPreview, "actions">): ShownAction[] {
  return actions.map((action) => ({
    ...action,
    id: `${action.document ?? action.because.kind} ${action.resource.id}`,
  }));
}

/** How many actions of a preview are left out. */
export function truncationWords({ actions, counts }: Pick<ShownPreview, "actions" | "counts">): string {
  const total = countPieces(counts).reduce((sum, { count }) => sum + count, 0);
  return `${actions.length.toLocaleString("en")} of ${total.toLocaleString("en")} actions are shown.`;
}
