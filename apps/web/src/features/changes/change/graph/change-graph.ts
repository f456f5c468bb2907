import { resourceKey } from "@pragma/contract";
import type { RouterOutputs } from "@pragma/trpc";
import { type EdgeMarks, markOf } from "~/features/graph/canvas/edge-marks.ts";
import { type GraphModel, type ModelNode, modelOfNodes } from "~/features/graph/model/graph-model.ts";
import { actionWords } from "../../change-words.ts";

export type ChangeGraph = RouterOutputs["changes"]["graph"];

/** The side that is drawn: before, after, or both at once. */
export const SIDES = ["before", "after", "both"] as const;
export type Side = (typeof SIDES)[number];

/** Touched resources on one side of a change; those they need besides are part of the whole graph only. */
export function modelOfSide({ nodes, edges }: ChangeGraph, side: Side): GraphModel {
  const isShown = ({ presence }: { presence: Side }): boolean =>
    side === "both" || presence === "both" || presence === side;
  const touched = nodes.filter(({ action }) => action !== null);
  const ids = new Set(touched.map(({ id }) => id));
  const shown = touched.filter(isShown).map(
    ({ id, provider, resource, name, lifecycle_state, action, presence }): ModelNode => ({
      ...{ id, provider, resource, name, lifecycle_state },
      key: resourceKey({ provider, resource, name }),
      group: null,
      ...(action === null ? {} : { change: { sign: actionWords(action).sign, isNew: presence === "after" } }),
    }),
  );
  return modelOfNodes(
    shown,
    edges.filter((edge) => isShown(edge) && ids.has(edge.from) && ids.has(edge.to)),
  );
}

/** Notes on each resource that the change touches, such as `+ create`, by its id. */
export function changeNotes({ nodes }: ChangeGraph): Map<string, string> {
  return new Map(
    nodes.flatMap(({ id, action }) => {
      if (action === null) return [];
      const { sign, word } = actionWords(action);
      return [[id, `${sign} ${word}`]];
    }),
  );
}

export function edgeMarks({ edges }: ChangeGraph): EdgeMarks {
  const marked = (presence: Side) => new Set(edges.filter((edge) => edge.presence === presence).map(markOf));
  return { added: marked("after"), removed: marked("before") };
}

/** The edges that a change adds and removes, in sentences without an end. */
export function edgeSentences({ nodes, edges }: ChangeGraph): string[] {
  const keys = new Map(nodes.map((node) => [node.id, resourceKey(node)]));
  return edges.flatMap(({ from, to, kind, presence }) => {
    if (presence === "both") return [];
    const [one, other] = [keys.get(from) ?? from, keys.get(to) ?? to];
    const isAdded = presence === "after";
    if (kind === "owner") return [`${other} ${isAdded ? "owns" : "no longer owns"} ${one}`];
    return [`${one} ${isAdded ? "depends" : "no longer depends"} on ${other}`];
  });
}
