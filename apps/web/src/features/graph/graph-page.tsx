"use client";

import { useQuery } from "@tanstack/react-query";
import { List, Waypoints } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { Button } from "~/components/ui/button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { cn } from "~/lib/class-names.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { GraphFilters } from "./graph-filters.tsx";
import { graphParams } from "./graph-params.ts";
import { expectedSize, graphPart, MAX_DRAWN } from "./graph-part.ts";
import { GraphTooLarge } from "./graph-too-large.tsx";
import { GraphView } from "./graph-view.tsx";

/** The dependency graph of the organization, or of a part of it. The URL holds every choice. */
export function GraphPage() {
  const trpc = useTRPC();
  const [choice, setChoice] = useQueryStates(graphParams, { history: "push" });
  const counts = useQuery(trpc.overview.counts.queryOptions());
  const part = useMemo(() => graphPart(choice), [choice]);
  const providers = useMemo(() => (counts.data?.by_provider ?? []).map(({ provider }) => provider), [counts.data]);
  const size = counts.data ? expectedSize(choice, counts.data.by_provider) : null;
  const isTooLarge = size !== null && size > MAX_DRAWN;
  const isList = choice.view === "list";
  return (
    // The picture fills the window, less the header and the padding around pages; a list is as long as it is.
    <div className={cn("flex min-h-[calc(100dvh-6rem)] flex-col", !isList && "lg:h-[calc(100dvh-6rem)]")}>
      <PageHeader
        title="Graph"
        description="Each resource stands to the right of the resources it depends on."
        actions={
          <Button onClick={() => void setChoice({ view: isList ? "map" : "list" })}>
            {isList ? <Waypoints aria-hidden /> : <List aria-hidden />}
            {isList ? "Show as graph" : "Show as list"}
          </Button>
        }
      />
      <GraphFilters
        choice={choice}
        providers={providers}
        // Typing a letter must not add a history entry.
        onChange={(change) => void setChoice(change, { history: "q" in change ? "replace" : "push" })}
      />
      {isTooLarge ? (
        <GraphTooLarge
          size={size}
          providers={counts.data?.by_provider ?? []}
          onChoose={(provider) => void setChoice({ provider })}
        />
      ) : (
        <GraphView
          part={part}
          choice={choice}
          ready={counts.data !== undefined || counts.isError || choice.root !== null}
          onSelect={(key) => void setChoice({ node: key }, { history: "replace" })}
          onNarrow={(change) => void setChoice(change)}
          onFocusOn={(key) => void setChoice({ root: key, depth: choice.depth ?? 2, node: key })}
        />
      )}
    </div>
  );
}
