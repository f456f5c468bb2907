import { Link2 } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";

/** Offers what a field could refer to. */
export function ReferenceButton({
  label,
  onClick,
}: {
  /** Label of the field. */
  label: string;
  onClick: () => void;
}) {
  return (
    <Button
      size="icon"
      aria-label={`Use a reference for ${label}`}
      title="Use a reference (Ctrl Space)"
      onClick={onClick}
    >
      <Link2 aria-hidden />
    </Button>
  );
}
