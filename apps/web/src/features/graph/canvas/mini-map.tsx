"use client";

import { Panel, useReactFlow, useStore, useViewport } from "@xyflow/react";
import { useTheme } from "next-themes";
import { type PointerEvent, useEffect, useMemo, useRef } from "react";
import { isCalm } from "../model/state-style.ts";
import type { ResourceFlowNode } from "./flow-elements.ts";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout.ts";

const WIDTH = 150;
const HEIGHT = 100;
/** Around what is drawn. */
const EDGE = 6;

/** The whole graph in a corner, with the part in view; clicking it goes there. One picture, however many nodes. */
export function MiniMap({ nodes }: { nodes: readonly ResourceFlowNode[] }) {
  const flow = useReactFlow();
  const { resolvedTheme } = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useMemo(() => frameOf(nodes), [nodes]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are those of the theme
  useEffect(() => {
    if (canvas.current) draw(canvas.current, nodes, frame);
  }, [nodes, frame, resolvedTheme]);

  const goTo = ({ currentTarget, clientX, clientY, buttons }: PointerEvent<HTMLDivElement>): void => {
    if (buttons === 0) return;
    const { left, top } = currentTarget.getBoundingClientRect();
    const [x, y] = [(clientX - left - frame.left) / frame.scale, (clientY - top - frame.top) / frame.scale];
    void flow.setCenter(x, y, { zoom: flow.getZoom() });
  };
  return (
    <Panel position="bottom-right" className="graph-minimap">
      <div
        role="img"
        aria-label="Small map of the whole graph"
        className="relative cursor-pointer overflow-hidden rounded-lg border border-line bg-surface"
        style={{ width: WIDTH, height: HEIGHT }}
        onPointerDown={goTo}
        onPointerMove={goTo}
      >
        <canvas ref={canvas} style={{ width: WIDTH, height: HEIGHT }} />
        <InView frame={frame} />
      </div>
    </Panel>
  );
}

function InView({ frame: { left, top, scale } }: { frame: Frame }) {
  const { x, y, zoom } = useViewport();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  return (
    <div
      className="pointer-events-none absolute rounded-sm border border-accent bg-accent/10"
      style={{
        left: left - (x / zoom) * scale,
        top: top - (y / zoom) * scale,
        width: (width / zoom) * scale,
        height: (height / zoom) * scale,
      }}
    />
  );
}

/** Where the origin of the graph lies on the map, and how much smaller it is. */
interface Frame {
  left: number;
  top: number;
  scale: number;
}

function frameOf(nodes: readonly ResourceFlowNode[]): Frame {
  let [left, top, right, bottom] = [0, 0, NODE_WIDTH, NODE_HEIGHT];
  for (const [index, { position }] of nodes.entries()) {
    left = index === 0 ? position.x : Math.min(left, position.x);
    top = index === 0 ? position.y : Math.min(top, position.y);
    right = index === 0 ? position.x + NODE_WIDTH : Math.max(right, position.x + NODE_WIDTH);
    bottom = index === 0 ? position.y + NODE_HEIGHT : Math.max(bottom, position.y + NODE_HEIGHT);
  }
  const scale = Math.min((WIDTH - 2 * EDGE) / (right - left), (HEIGHT - 2 * EDGE) / (bottom - top), 0.2);
  return {
    left: (WIDTH - (right - left) * scale) / 2 - left * scale,
    top: (HEIGHT - (bottom - top) * scale) / 2 - top * scale,
    scale,
  };
}

function draw(canvas: HTMLCanvasElement, nodes: readonly ResourceFlowNode[], { left, top, scale }: Frame): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const density = window.devicePixelRatio;
  canvas.width = WIDTH * density;
  canvas.height = HEIGHT * density;
  context.scale(density, density);
  const styles = getComputedStyle(canvas);
  const colors = new Map<string, string>();
  for (const { position, data } of nodes) {
    const name = colourOf(data);
    const color = colors.get(name) ?? styles.getPropertyValue(name);
    colors.set(name, color);
    context.fillStyle = color;
    context.fillRect(
      left + position.x * scale,
      top + position.y * scale,
      Math.max(NODE_WIDTH * scale, 2),
      Math.max(NODE_HEIGHT * scale, 1.5),
    );
  }
}

/** The custom property with the colour of a node: what is ready has none of its own. */
function colourOf({ emphasis, node: { lifecycle_state: state } }: ResourceFlowNode["data"]): string {
  if (emphasis === "other") return "--line";
  return state === null || isCalm(state) ? "--line-strong" : `--${state}`;
}
