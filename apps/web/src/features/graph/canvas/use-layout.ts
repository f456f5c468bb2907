"use client";

import { useEffect, useState } from "react";
import type { GraphModel } from "../model/graph-model.ts";
import type { LayoutInput, Positions } from "./layout.ts";

export interface GraphLayout {
  /** Null until the first layout is ready; afterwards the last one while the next is computed. */
  positions: Positions | null;
  failed: boolean;
}

/** Lays out a graph in a worker, again whenever its structure changes. An outdated computation is aborted. */
export function useLayout(model: GraphModel): GraphLayout {
  const [result, setResult] = useState<GraphLayout>({ positions: null, failed: false });
  const { structure } = model;
  useEffect(() => {
    const worker = new Worker(new URL("./layout-worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Positions>) => {
      setResult({ positions: data, failed: false });
      worker.terminate();
    };
    worker.onerror = () => setResult({ positions: null, failed: true });
    worker.postMessage(inputOf(structure));
    return () => worker.terminate();
  }, [structure]);
  return result;
}

function inputOf(structure: string): LayoutInput {
  const [ids, edges] = JSON.parse(structure) as [string[], [from: string, to: string, kind: string][]];
  return { ids, edges: edges.map(([from, to]) => [to, from] as const) };
}
