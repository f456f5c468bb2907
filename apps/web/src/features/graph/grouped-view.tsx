"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { FolderClosed } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Notice } from "~/components/ui/states.tsx";
import { useLiveRefresh } from "~/features/live/use-live-refresh.ts";
import { CallError } from "~/trpc/call-error.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { groupedInput } from "./graph-params.ts";
import { GraphSkeleton } from "./graph-skeleton.tsx";
import type { GraphViewProps } from "./graph-view.tsx";
import { groupedModel } from "./groups/grouped-model.ts";
import type { Grouping } from "./model/node-group.ts";
import { NothingToDraw } from "./nothing-to-draw.tsx";
import { ShownPart } from "./shown-part.tsx";
import { useReachable } from "./use-reachable.ts";

/** All resources are counted for it: at most this often. */
const READ_AGAIN_MS = 3000;

export interface GroupedViewProps
  extends Pick<GraphViewProps, "choice" | "jump" | "onSelect" | "onFocusOn" | "onQuestion"> {
  by: Grouping;
  /** The name of the open group. */
  open: string | null;
  onOpen: (name: string | null) => void;
}

/** A graph too large to be drawn node by node, as one of groups. */
export function GroupedView({ by, open, choice, jump, onOpen, onSelect, onFocusOn, onQuestion }: GroupedViewProps) {
  const trpc = useTRPC();
  const { provider } = choice;
  const query = useQuery({
    ...trpc.resources.groupedGraph.queryOptions(groupedInput(by, { provider, open })),
    placeholderData: keepPreviousData,
  });
  useLiveRefresh(() => query.refetch(), undefined, READ_AGAIN_MS);
  const closing = useRef<HTMLButtonElement>(null);
  const isOpenedHere = useRef(false);
  useEffect(() => {
    // The panel that opened the group is gone.
    if (open !== null && isOpenedHere.current) closing.current?.focus();
  }, [open]);
  const { data, error, isPlaceholderData } = query;
  const model = useMemo(() => data && groupedModel(data, by, open), [data, by, open]);
  useReachable(jump, isPlaceholderData ? undefined : model, onFocusOn);
  if (error && !model) return <CallError error={error} onRetry={() => void query.refetch()} />;
  if (!model || !data) return <GraphSkeleton />;
  if (model.nodes.length === 0) return <NothingToDraw />;
  return (
    <>
      {open === null ? null : (
        <p className="mb-2 flex flex-wrap items-center gap-2 text-dense text-ink-soft">
          Open: <span className="font-medium text-ink">{open === "" ? `no ${by}` : open}</span>
          <Button ref={closing} size="small" onClick={() => onOpen(null)}>
            <FolderClosed aria-hidden /> Close the group
          </Button>
        </p>
      )}
      {data.truncated ? (
        <Notice tone="warning" className="mb-2">
          Only the first 20,000 resources by name are grouped here. Choose a provider, or search for one.
        </Notice>
      ) : null}
      <ShownPart
        // Another grouping, or another open group, is another picture, fitted again.
        key={JSON.stringify(isPlaceholderData ? null : [by, provider, open])}
        model={model}
        choice={choice}
        question={null}
        answer={undefined}
        isAlone={false}
        isEarlier={isPlaceholderData}
        jump={jump}
        aside={null}
        onOpen={(name) => {
          isOpenedHere.current = true;
          onOpen(name);
        }}
        onSelect={onSelect}
        onFocusOn={onFocusOn}
        onAsk={(question) => onQuestion({ ...question, node: null })}
      />
    </>
  );
}
