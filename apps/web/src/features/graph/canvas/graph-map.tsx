"use client";

import type { ReactNode } from "react";
import { ErrorState } from "~/components/ui/states.tsx";
import { GroupPanel } from "../groups/group-panel.tsx";
import type { GraphModel, Highlight } from "../model/graph-model.ts";
import type { Jump } from "../model/jump.ts";
import type { NodeGroup } from "../model/node-group.ts";
import type { Answer } from "../question/answer.ts";
import type { Mode, Question } from "../question/question.ts";
import { GraphCanvas } from "./graph-canvas.tsx";
import { NodePanel } from "./node-panel.tsx";
import { useLayout } from "./use-layout.ts";

export interface GraphMapProps {
  model: GraphModel;
  highlight: Highlight;
  root: string | null;
  selected: string | null;
  told: Answer | null;
  jump: Jump | null;
  /** Only what the answer concerns is drawn. */
  isAlone: boolean;
  /** Shown beside the graph where no node is selected. */
  aside: ReactNode;
  onOpen: (group: NodeGroup) => void;
  onSelect: (key: string | null) => void;
  onFocusOn: (key: string) => void;
  onAsk: (question: Question) => void;
  /** The question that a selected node covers. */
  asked: Mode | null;
}

/** The graph as a picture, with a panel for the selected node, or else for what was asked. */
export function GraphMap(props: GraphMapProps) {
  const { model, highlight, root, selected, told, jump, isAlone, aside, onOpen, onSelect, onFocusOn, onAsk, asked } =
    props;
  const { positions, failed } = useLayout(model);
  const node = selected === null ? undefined : model.nodes.find(({ key }) => key === selected);
  if (failed) return <ErrorState message="The graph could not be laid out. It can be shown as a list." />;
  return (
    <div className="flex flex-1 flex-col overflow-hidden rounded-lg border border-line bg-canvas lg:min-h-[26rem] lg:flex-row">
      <div className="relative min-h-[26rem] min-w-0 flex-1 lg:min-h-0">
        {positions ? (
          <GraphCanvas
            model={model}
            positions={positions}
            highlight={highlight}
            root={root}
            selected={selected}
            told={told}
            jump={jump}
            isAlone={isAlone}
            onSelect={onSelect}
            onAsk={onAsk}
          />
        ) : (
          <p role="status" className="absolute inset-0 grid place-items-center text-ink-soft">
            Laying out the graph…
          </p>
        )}
      </div>
      {node ? null : aside}
      {node && !node.group ? (
        <NodePanel model={model} node={node} asked={asked} onSelect={onSelect} onFocusOn={onFocusOn} onAsk={onAsk} />
      ) : null}
      {node?.group ? (
        <GroupPanel node={node} group={node.group} onOpen={onOpen} onClose={() => onSelect(null)} />
      ) : null}
    </div>
  );
}
