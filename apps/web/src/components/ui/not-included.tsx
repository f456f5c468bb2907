import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "./states.tsx";

/** Shown in place of what the viewer's role does not include. */
export function NotIncluded({ children }: { children?: ReactNode }) {
  return (
    <EmptyState icon={LockKeyhole} title="Your role does not include this">
      {children ?? "An admin or owner of the organization can give you another role."}
    </EmptyState>
  );
}
