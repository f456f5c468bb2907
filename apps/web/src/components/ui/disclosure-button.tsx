import { ChevronRight } from "lucide-react";
import { cn } from "~/lib/class-names.ts";
import { Button } from "./button.tsx";

/** The arrow that opens and closes what belongs to a row. @param controls id of what it opens @param label what that is */
export function DisclosureButton({
  open,
  controls,
  label,
  onToggle,
}: {
  open: boolean;
  controls: string;
  label: string;
  onToggle: () => void;
}) {
  return (
    <Button
      variant="ghost"
      size="smallIcon"
      aria-expanded={open}
      aria-controls={open ? controls : undefined}
      aria-label={label}
      onClick={onToggle}
    >
      <ChevronRight className={cn("transition-transform", open && "rotate-90")} aria-hidden />
    </Button>
  );
}
