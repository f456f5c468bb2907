import type { Color } from "./style.ts";
import type { Cell } from "./table.ts";

/** Colors of lifecycle states, changes, builds, deployments and health alike. */
const COLORS: Readonly<Record<string, Color>> = {
  ready: "green",
  success: "green",
  available: "green",
  healthy: "green",
  pending: "yellow",
  processing: "cyan",
  building: "cyan",
  progressing: "cyan",
  degraded: "yellow",
  succeeded: "green",
  running: "cyan",
  applying: "cyan",
  planned: "yellow",
  waiting: "yellow",
  superseded: "dim",
  discarded: "dim",
  expired: "dim",
  stale: "red",
  failed: "red",
  refused: "red",
  unhealthy: "red",
  draft: "dim",
  in_sync: "green",
  drifted: "yellow",
  missing: "red",
  unknown: "dim",
};

/** A state with its colour. */
export function stateCell(state: string): Cell {
  return { text: state, color: COLORS[state] };
}
