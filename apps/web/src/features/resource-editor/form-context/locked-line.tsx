import { Lock } from "lucide-react";

/** Why a field has no way to change it. */
export function LockedLine() {
  return (
    <span className="flex items-center gap-1">
      <Lock className="size-3" aria-hidden /> It cannot change after creation.
    </span>
  );
}
