import type { SavedView } from "@pragma/contract";
import type { SavedViewRow } from "@pragma/db/administration";

export function presentView({ user_id, ...row }: SavedViewRow, userId: string): SavedView {
  return { ...row, own: user_id === userId };
}
