import { LIFECYCLE_STATES } from "@pragma/contract";
import { Boxes } from "lucide-react";
import { Badge, type Tone } from "~/components/ui/badge.tsx";
import { Button } from "~/components/ui/button.tsx";
import { NotIncluded } from "~/components/ui/not-included.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { EmptyState, ErrorState, Notice, Skeleton, SkeletonRows } from "~/components/ui/states.tsx";
import { Part, States } from "./part.tsx";

const TONES: readonly Tone[] = ["neutral", "accent", "success", "warning", "danger", "info", "stale"];
const NOTICES = ["info", "success", "warning", "danger"] as const;

/** Indicators of status. */
export function StatusParts() {
  return (
    <>
      <Part file="state-badge.tsx">
        <States>
          {LIFECYCLE_STATES.map((state) => (
            <StateBadge key={state} state={state} />
          ))}
          <StateBadge state={null} />
        </States>
      </Part>
      <Part file="badge.tsx">
        <States>
          {TONES.map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
        </States>
      </Part>
      <Part file="states.tsx: Notice">
        {NOTICES.map((tone) => (
          <Notice key={tone} tone={tone}>
            A notice of the tone {tone}.
          </Notice>
        ))}
      </Part>
      <Part file="states.tsx: Skeleton">
        <Skeleton className="h-9" />
        <SkeletonRows rows={3} label="Loading the example" />
      </Part>
      <Part file="states.tsx: EmptyState">
        <EmptyState icon={Boxes} title="No resources yet" action={<Button variant="primary">New resource</Button>}>
          What your team declares appears here.
        </EmptyState>
      </Part>
      <Part file="states.tsx: ErrorState">
        <ErrorState message="The list could not be loaded." requestId="01a21d1b-66d6-7056" onRetry={() => {}} />
      </Part>
      <Part file="not-included.tsx">
        <NotIncluded />
      </Part>
    </>
  );
}
