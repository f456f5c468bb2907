"use client";

import { useQuery } from "@tanstack/react-query";
import { List, Waypoints } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useEffect, useMemo, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { PageHeader } from "~/components/ui/page-header.tsx";
import { cn } from "~/lib/class-names.ts";
import { useTRPC } from "~/trpc/client.tsx";
import { GraphFilters } from "./graph-filters.tsx";
import { graphParams, groupingOf, isTooLargeToDraw } from "./graph-params.ts";
import { graphPart } from "./graph-part.ts";
import { GraphView } from "./graph-view.tsx";
import { GroupedView } from "./grouped-view.tsx";
import { type Jump, jumpTo } from "./model/jump.ts";
import { questionOf } from "./question/question.ts";
import { loadGraphMap } from "./shown-part.tsx";

/** The dependency graph of the organization, or of a part of it. The URL holds every choice. */
export function GraphPage() {
  const trpc = useTRPC();
  const [choice, setChoice] = useQueryStates(graphParams, { history: "push" });
  const counts = useQuery(trpc.overview.counts.queryOptions());
  const part = useMemo(() => graphPart(choice), [choice]);
  const providers = useMemo(() => (counts.data?.by_provider ?? []).map(({ provider }) => provider), [counts.data]);
  const isTooLarge = isTooLargeToDraw(choice, counts.data?.by_provider);
  const [jump, setJump] = useState<Jump | null>(null);
  const { mode, of } = choice;
  const question = useMemo(() => questionOf({ mode, of }), [mode, of]);
  const by = groupingOf(choice, counts.data?.by_provider);
  const select = (key: string | null): void => void setChoice({ node: key }, { history: "replace" });
  const focusOn = (key: string): void => void setChoice({ root: key, depth: choice.depth ?? 2, node: key });
  const grouped = (
    <GroupedView
      by={by ?? "type"}
      open={choice.open}
      choice={choice}
      jump={jump}
      onOpen={(open) => void setChoice({ open })}
      onSelect={select}
      onFocusOn={focusOn}
      onQuestion={(change) => void setChoice(change)}
    />
  );
  const isList = choice.view === "list";
  // While the graph is being read.
  useEffect(() => {
    if (!isList) void loadGraphMap();
  }, [isList]);
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
        isTooLarge={isTooLarge}
        onChange={(change) => {
          setJump(null);
          // Typing a letter must not add a history entry.
          void setChoice(change, { history: "q" in change ? "replace" : "push" });
        }}
        onFind={(key) => {
          setJump(jumpTo(key));
          void setChoice({ node: key, q: isList ? key : "" });
        }}
      />
      {by !== null ? (
        grouped
      ) : (
        <GraphView
          part={part}
          choice={choice}
          question={question}
          grouped={grouped}
          jump={jump}
          onJump={setJump}
          ready={counts.data !== undefined || counts.isError || choice.root !== null}
          tooLarge={isTooLarge}
          onSelect={select}
          onQuestion={(change) => void setChoice(change)}
          onNarrow={(change) => void setChoice(change)}
          onFocusOn={focusOn}
        />
      )}
    </div>
  );
}
