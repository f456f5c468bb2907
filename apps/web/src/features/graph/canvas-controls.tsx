"use client";

import { type FitViewOptions, Panel, useReactFlow } from "@xyflow/react";
import { Maximize, Minus, Plus, ScanSearch } from "lucide-react";
import { Button } from "~/components/ui/button.tsx";
import type { ResourceFlowNode } from "./flow-elements.ts";

const CALM = { duration: 200 };

function motion(): { duration: number } {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? { duration: 0 } : CALM;
}

/** Buttons for zooming, and for bringing nodes into view. */
export function CanvasControls({ fit, matches }: { fit: FitViewOptions; matches: readonly ResourceFlowNode[] }) {
  const flow = useReactFlow();
  const found = matches.filter(({ data }) => data.emphasis === "match");
  return (
    <Panel position="top-left" className="flex gap-1 rounded-lg border border-line bg-surface p-1 shadow-raised">
      <Button size="smallIcon" variant="ghost" aria-label="Zoom in" onClick={() => void flow.zoomIn(motion())}>
        <Plus aria-hidden />
      </Button>
      <Button size="smallIcon" variant="ghost" aria-label="Zoom out" onClick={() => void flow.zoomOut(motion())}>
        <Minus aria-hidden />
      </Button>
      <Button
        size="smallIcon"
        variant="ghost"
        aria-label="Show all"
        onClick={() => void flow.fitView({ ...fit, ...motion() })}
      >
        <Maximize aria-hidden />
      </Button>
      {found.length > 0 ? (
        <Button
          size="small"
          variant="ghost"
          onClick={() => void flow.fitView({ ...fit, ...motion(), nodes: found.map(({ id }) => ({ id })) })}
        >
          <ScanSearch aria-hidden /> Show matches
        </Button>
      ) : null}
    </Panel>
  );
}
