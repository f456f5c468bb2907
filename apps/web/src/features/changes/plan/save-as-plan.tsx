import { ClipboardList } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import type { ShownReview } from "./use-review.ts";

/** Keeps what was seen as a plan, which others can review and apply. */
export function SaveAsPlan({ shown, disabled = false }: { shown: ShownReview; disabled?: boolean }) {
  return (
    <Button
      variant="ghost"
      busy={shown.busy === "plan"}
      disabled={disabled || !shown.canBePlanned}
      onClick={() => shown.carryOut("plan")}
    >
      <ClipboardList aria-hidden /> Save as plan
    </Button>
  );
}
