"use client";

import { Waypoints } from "lucide-react";
import { useMemo } from "react";
import { Button } from "~/components/ui/button.tsx";
import { EmptyState, Notice, Skeleton } from "~/components/ui/states.tsx";
import { Link } from "~/features/shell/link.tsx";
import { useCan } from "~/features/shell/viewer.tsx";
import { newResourceHref } from "~/lib/hrefs.ts";
import { CallError } from "~/trpc/call-error.tsx";
import type { GraphChoice } from "./graph-filters.tsx";
import { GraphLegend } from "./graph-legend.tsx";
import { GraphList } from "./graph-list.tsx";
import { GraphMap } from "./graph-map.tsx";
import { isHighlighting, matches, modelOf } from "./graph-model.ts";
import { type GraphPart, MAX_DRAWN } from "./graph-part.ts";
import { GraphRefused, isTooLarge } from "./graph-refused.tsx";
import { useGraph } from "./use-graph.ts";

export interface GraphViewProps {
  part: GraphPart;
  choice: GraphChoice & { node: string | null; view: "map" | "list" };
  /** Whether the part is known not to be too large to load. */
  ready: boolean;
  onSelect: (key: string | null) => void;
  onFocusOn: (key: string) => void;
  /** Looks at less. */
  onNarrow: (change: Partial<Pick<GraphChoice, "depth" | "direction">>) => void;
}

/** A part of the graph, as a picture or as a list. */
export function GraphView({ part, choice, ready, onSelect, onFocusOn, onNarrow }: GraphViewProps) {
  const { data, error, refetch, isPlaceholderData } = useGraph(part, ready);
  const canWrite = useCan("resources:write");
  const { state, q, provider, root } = choice;
  const model = useMemo(() => data && modelOf(data, provider), [data, provider]);
  const highlight = useMemo(() => ({ state, text: q }), [state, q]);

  if (isTooLarge(error)) {
    return <GraphRefused root={root} depth={choice.depth} direction={choice.direction} onNarrow={onNarrow} />;
  }
  if (error) return <CallError error={error} onRetry={() => void refetch()} />;
  if (!model) return <GraphSkeleton />;
  if (model.nodes.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyState
          icon={Waypoints}
          title="Nothing to draw yet"
          action={
            canWrite ? (
              <Button asChild variant="primary">
                <Link href={newResourceHref()}>Create a resource</Link>
              </Button>
            ) : null
          }
        >
          Resources and the dependencies between them appear here.
        </EmptyState>
      </div>
    );
  }
  const found = isHighlighting(highlight) ? model.nodes.filter((node) => matches(node, highlight)).length : null;
  const size = model.nodes.length === 1 ? "1 resource" : `${model.nodes.length.toLocaleString("en")} resources`;
  const isList = choice.view === "list" || model.nodes.length > MAX_DRAWN;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-5 gap-y-1">
        <p role="status" className="text-xs text-ink-soft">
          {found === null ? size : `${found.toLocaleString("en")} of ${size} match`}
          {isPlaceholderData ? ", reading…" : ""}
        </p>
        {isList ? null : <GraphLegend />}
      </div>
      {choice.view === "map" && isList ? (
        <Notice className="mb-2">
          They are too many for one graph, so they are listed. With a smaller depth they can be drawn.
        </Notice>
      ) : null}
      {isList ? (
        <GraphList model={model} highlight={highlight} />
      ) : (
        <GraphMap
          // Another part is another picture, fitted again.
          key={JSON.stringify(isPlaceholderData ? null : part)}
          model={model}
          highlight={highlight}
          root={root}
          selected={choice.node}
          onSelect={onSelect}
          onFocusOn={onFocusOn}
        />
      )}
    </>
  );
}

function GraphSkeleton() {
  return (
    <div role="status" className="flex flex-1 flex-col">
      <span className="sr-only">Loading the graph</span>
      <Skeleton className="min-h-96 flex-1 rounded-lg" />
    </div>
  );
}
