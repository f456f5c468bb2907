"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useMemo } from "react";
import { Notice } from "~/components/ui/states.tsx";
import { loadPart } from "~/lib/load-part.ts";
import { GraphLegend } from "./canvas/graph-legend.tsx";
import { GraphList } from "./graph-list.tsx";
import { MAX_DRAWN } from "./graph-part.ts";
import { GraphSkeleton } from "./graph-skeleton.tsx";
import type { GraphViewProps } from "./graph-view.tsx";
import { useChains } from "./groups/use-chains.ts";
import { type GraphModel, type Highlight, isHighlighting, matches } from "./model/graph-model.ts";
import type { Jump } from "./model/jump.ts";
import type { Answer } from "./question/answer.ts";
import type { Question } from "./question/question.ts";

/** It is drawn only in the browser, and only once there is something to draw. */
const GraphMap = dynamic(() => loadPart(() => import("./canvas/graph-map.tsx")).then((file) => file.GraphMap), {
  ssr: false,
  loading: GraphSkeleton,
});

/** Loads what draws graphs, before there is one. If that fails, it is said where one is drawn. */
export async function loadGraphMap(): Promise<void> {
  await loadPart(() => import("./canvas/graph-map.tsx")).catch(() => undefined);
}

export interface ShownPartProps extends Pick<GraphViewProps, "choice" | "question" | "onSelect" | "onFocusOn"> {
  model: GraphModel;
  /** Undefined until it is known, and without a question. */
  answer: Answer | undefined;
  /** Only what the answer concerns is drawn. */
  isAlone: boolean;
  /** Another part is being read. */
  isEarlier: boolean;
  jump: Jump | null;
  aside: ReactNode;
  /** Opens a group of resources, by its name. */
  onOpen?: (name: string | null) => void;
  onAsk: (question: Question) => void;
}

/** A part of the graph that has been read, with a line above that says how much it is, and what it means. */
export function ShownPart(props: ShownPartProps) {
  const { model, choice, answer, isAlone, isEarlier, question, jump, aside, onOpen, onSelect, onFocusOn, onAsk } =
    props;
  const { state, q } = choice;
  const told = answer && answer.ids.size > 0 ? answer : null;
  const isList = choice.view === "list" || model.nodes.length > MAX_DRAWN;
  const ids = isList && told ? told.ids : null;
  const chains = useChains(model, { node: choice.node, root: choice.root, jump, told });
  const highlight = useMemo(() => ({ state, text: q, ids }), [state, q, ids]);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-5 gap-y-1">
        <p role="status" className="text-xs text-ink-soft">
          {sizeWords(model, highlight)}
          {told && !isAlone && !isList ? `, ${told.ids.size.toLocaleString("en")} affected` : ""}
          {isEarlier ? ", reading…" : ""}
        </p>
        {isList ? null : <GraphLegend />}
      </div>
      {choice.view === "map" && isList ? (
        <Notice className="mb-2">
          Too many for one graph, so they are listed. Choose a smaller depth to draw them.
        </Notice>
      ) : null}
      {isList ? (
        <>
          {aside ? (
            <div className="mb-3 overflow-hidden rounded-lg border border-line [&>*]:lg:w-full">{aside}</div>
          ) : null}
          <GraphList model={model} highlight={highlight} />
        </>
      ) : (
        <GraphMap
          model={chains.model}
          highlight={highlight}
          root={question?.of ?? choice.root}
          selected={choice.node}
          told={told}
          jump={chains.jump}
          isAlone={isAlone}
          aside={aside}
          asked={question?.mode ?? null}
          onOpen={(group) => {
            onSelect(null);
            if (group.kind === "chain") chains.unfold(group);
            else onOpen?.(group.name);
          }}
          onSelect={onSelect}
          onFocusOn={onFocusOn}
          onAsk={onAsk}
        />
      )}
    </>
  );
}

function sizeWords({ nodes }: GraphModel, highlight: Highlight): string {
  const count = nodes.reduce((sum, { group }) => sum + (group?.total ?? 1), 0);
  const groups = nodes.filter(({ group }) => group !== null).length;
  const all = count === 1 ? "1 resource" : `${count.toLocaleString("en")} resources`;
  const size = groups === 0 ? all : `${all}, ${groups === 1 ? "1 group" : `${groups.toLocaleString("en")} groups`}`;
  if (!isHighlighting(highlight)) return size;
  const found = nodes.filter((node) => matches(node, highlight)).length;
  return `${found.toLocaleString("en")} of ${groups === 0 ? all : `${nodes.length.toLocaleString("en")} nodes`} match`;
}
