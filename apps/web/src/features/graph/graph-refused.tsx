import { GRAPH_TOO_LARGE, type GraphDirection } from "@pragma/contract";
import { Waypoints } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import { EmptyState } from "~/components/ui/states.tsx";
import { domainErrorOf } from "~/lib/domain-error.ts";

/** Distances worth trying where the whole neighbourhood is too large. */
const SMALLER_DEPTHS = [1, 2, 3];

/** Whether the server refused a part of the graph because of its size. */
export function isTooLarge(error: unknown): boolean {
  return domainErrorOf(error)?.issues.some(({ type }) => type === GRAPH_TOO_LARGE) === true;
}

/** Shown if a part of the graph is too large to load: how to get a smaller one. */
export function GraphRefused({
  root,
  depth,
  direction,
  onNarrow,
}: {
  root: string;
  depth: number | null;
  direction: GraphDirection;
  onNarrow: (change: { depth: number } | { direction: GraphDirection }) => void;
}) {
  const depths = SMALLER_DEPTHS.filter((each) => depth === null || each < depth);
  return (
    <div role="alert" className="rounded-lg border border-line bg-surface">
      <EmptyState
        icon={Waypoints}
        title={`Too many resources are connected to ${root}`}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            {depths.map((each) => (
              <Button key={each} onClick={() => onNarrow({ depth: each })}>
                {each === 1 ? "Show 1 step" : `Show ${each} steps`}
              </Button>
            ))}
            {direction === "both" ? (
              <Button onClick={() => onNarrow({ direction: "upstream" })}>Show its dependencies</Button>
            ) : null}
          </div>
        }
      >
        Choose a smaller depth, or one direction.
      </EmptyState>
    </div>
  );
}
