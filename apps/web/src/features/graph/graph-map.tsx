"use client";

import { ErrorState } from "~/components/ui/states.tsx";
import { GraphCanvas } from "./graph-canvas.tsx";
import type { GraphModel, Highlight } from "./graph-model.ts";
import { NodePanel } from "./node-panel.tsx";
import { useLayout } from "./use-layout.ts";

export interface GraphMapProps {
  model: GraphModel;
  highlight: Highlight;
  root: string | null;
  selected: string | null;
  onSelect: (key: string | null) => void;
  onFocusOn: (key: string) => void;
}

/** The graph as a picture, with a panel for the selected node. */
export function GraphMap({ model, highlight, root, selected, onSelect, onFocusOn }: GraphMapProps) {
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
            onSelect={onSelect}
          />
        ) : (
          <p role="status" className="absolute inset-0 grid place-items-center text-ink-soft">
            Laying out the graph…
          </p>
        )}
      </div>
      {node ? <NodePanel model={model} node={node} onSelect={onSelect} onFocusOn={onFocusOn} /> : null}
    </div>
  );
}
