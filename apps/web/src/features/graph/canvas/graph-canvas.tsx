"use client";

import "@xyflow/react/dist/base.css";
import "./graph.css";
import {
  Background,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  type Viewport,
} from "@xyflow/react";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useIsNarrow } from "~/lib/use-is-narrow.ts";
import { DetailContext, detailAt, READ_NAMES_AT } from "../model/detail.ts";
import { type GraphModel, type Highlight, isAskable } from "../model/graph-model.ts";
import type { Jump } from "../model/jump.ts";
import type { Answer } from "../question/answer.ts";
import type { Mode, Question } from "../question/question.ts";
import { CanvasControls } from "./canvas-controls.tsx";
import { EdgeLayer } from "./edge-layer.tsx";
import { type EdgeMarks, NO_MARKS } from "./edge-marks.ts";
import { flowNodes, type ResourceFlowNode } from "./flow-elements.ts";
import { keepInPlace, nearestShared, type Positions } from "./layout.ts";
import { MiniMap } from "./mini-map.tsx";
import { ResourceNode } from "./resource-node.tsx";
import { focusNode, useFitTo, useGoTo, useJump } from "./use-jump.ts";
import { isStep, stepFrom } from "./walk.ts";

const NODE_TYPES = { resource: ResourceNode };
/** A smaller graph fits in the view, and the map would only cover it. */
const MAPPED = 40;
/** The keys that ask about the focused node. */
const MODE_OF: Record<string, Mode> = { c: "cause", b: "blast" };
const NO_PATH: ReadonlySet<string> = new Set();
const NOTHING: readonly string[] = [];
const FIT = { padding: 0.12, maxZoom: 1, minZoom: 0.08 };
/** A large graph begins with its middle, where names can be read: all of it would be dots. */
const LEGIBLE_FIT = { ...FIT, minZoom: READ_NAMES_AT };
/** A phone begins with the root. */
const ROOT_FIT = { ...LEGIBLE_FIT, maxZoom: 0.6 };

export interface GraphCanvasProps {
  model: GraphModel;
  /** The last layout, which may be slightly behind the model. */
  positions: Positions;
  highlight: Highlight;
  /** Key of the resource at the center of the graph. */
  root: string | null;
  /** Key of the resource whose panel is open. */
  selected: string | null;
  /** The answer about the nodes; null if nothing was asked. */
  told: Pick<Answer, "ids" | "notes" | "path" | "focus"> | null;
  /** Where to go next; another object goes there again. */
  jump: Jump | null;
  onSelect: (key: string | null) => void;
  /** Undefined where nothing can be asked. */
  onAsk?: (question: Question) => void;
  /** Only what an answer concerns is drawn. */
  isAlone?: boolean;
  /** Edges that come or go with a change. */
  marks?: EdgeMarks | null;
}

export function GraphCanvas(props: GraphCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas(props: GraphCanvasProps) {
  const { model, positions, highlight, root, selected, told, jump, marks, isAlone, onSelect, onAsk } = props;
  const flow = useReactFlow();
  const isNarrow = useIsNarrow();
  const detail = useStore(({ transform }) => detailAt(transform[2]));
  const frame = useRef<HTMLDivElement>(null);
  const placed = usePlaced(positions, () => centreOf(frame.current, flow.getViewport()));
  const before = useRef<ReadonlyMap<string, ResourceFlowNode>>(new Map());
  const nodes = useMemo(() => {
    const drawn = flowNodes(model, { positions: placed, selected, root, highlight, told }, before.current);
    before.current = new Map(drawn.map((node) => [node.id, node]));
    return drawn;
  }, [model, placed, selected, root, highlight, told]);
  // A state change does not affect the edges.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the structure says all that edges depend on
  const edges = useMemo(() => model.edges, [model.structure]);
  const dimmed = useDimmed(nodes);
  const rootNode = model.nodes.find(({ key }) => key === root);
  const narrowFit = rootNode ? { ...ROOT_FIT, nodes: [{ id: rootNode.id }] } : LEGIBLE_FIT;
  const selectedId = nodes.find((node) => node.selected)?.id ?? null;

  const goTo = useGoTo(frame, placed);
  useJump(jump, placed, goTo);
  useFitTo(told?.focus ?? NOTHING, { fit: FIT, isAlone: isAlone ?? false, positions: placed });

  const onNodesChange = (changes: NodeChange<ResourceFlowNode>[]): void => {
    const choices = changes.filter((change) => change.type === "select");
    if (choices.length === 0) return;
    const chosen = choices.find((change) => change.selected);
    onSelect(chosen ? (model.byId.get(chosen.id)?.key ?? null) : null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const element = event.target;
    const id = element instanceof HTMLElement ? element.dataset["id"] : undefined;
    if (id === undefined || !(element instanceof HTMLElement)) return;
    // React Flow removes the focus a frame after Escape; a user who closed a panel continues where they were.
    if (event.key === "Escape") requestAnimationFrame(() => requestAnimationFrame(() => element.focus()));
    const mode = MODE_OF[event.key];
    const node = model.byId.get(id);
    if (mode && node && isAskable(node) && onAsk && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      onAsk({ mode, of: node.key });
    }
    if (!isStep(event.key)) return;
    event.preventDefault();
    const next = stepFrom(model, placed, id, event.key);
    if (next !== null && !focusNode(frame.current, next)) goTo({ id: next, zoom: flow.getZoom() });
  };

  return (
    <div className="absolute inset-0 isolate flex flex-col">
      <CanvasControls fit={FIT} matches={nodes} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the nodes inside, which are buttons */}
      <div ref={frame} onKeyDown={onKeyDown} className="min-h-0 flex-1">
        <DetailContext value={detail}>
          <ReactFlow
            nodes={nodes}
            nodeTypes={NODE_TYPES}
            onNodesChange={onNodesChange}
            onlyRenderVisibleElements
            nodesDraggable={false}
            nodesConnectable={false}
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            fitView
            fitViewOptions={isNarrow ? narrowFit : LEGIBLE_FIT}
            minZoom={FIT.minZoom}
            maxZoom={1.6}
            aria-label="Dependency graph"
          >
            <Background gap={24} />
            <EdgeLayer
              edges={edges}
              positions={placed}
              selected={selectedId}
              dimmed={dimmed}
              path={told?.path ?? NO_PATH}
              marks={marks ?? NO_MARKS}
            />
            {nodes.length >= MAPPED ? <MiniMap nodes={nodes} /> : null}
          </ReactFlow>
        </DetailContext>
      </div>
    </div>
  );
}

/** The ids of dimmed nodes; the same set as long as they are the same nodes, so that edges are not drawn again. */
function useDimmed(nodes: readonly ResourceFlowNode[]): ReadonlySet<string> {
  const ids = nodes.flatMap(({ id, data }) => (data.emphasis === "other" ? [id] : []));
  const key = ids.sort().join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the set has
  return useMemo(() => new Set(ids), [key]);
}

/** New positions are shifted so that the node nearest to the middle of the view stays where it is. */
function usePlaced(positions: Positions, centre: () => { x: number; y: number }): Positions {
  const [placed, setPlaced] = useState({ from: positions, positions });
  if (placed.from === positions) return placed.positions;
  const anchor = nearestShared(placed.positions, positions, centre());
  const next = { from: positions, positions: keepInPlace(placed.positions, positions, anchor) };
  setPlaced(next);
  return next.positions;
}

function centreOf(frame: HTMLElement | null, { x, y, zoom }: Viewport): { x: number; y: number } {
  return { x: ((frame?.clientWidth ?? 0) / 2 - x) / zoom, y: ((frame?.clientHeight ?? 0) / 2 - y) / zoom };
}
