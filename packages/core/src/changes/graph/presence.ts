import type { GraphEdgeRow } from "@pragma/db/queries";

/** Whether something is there before a change, after it, or both. */
export type Presence = "before" | "after" | "both";

/** The edges that begin at resources, by their keys. */
export type EdgesBy = ReadonlyMap<string, readonly GraphEdgeRow[]>;

export type ComparedEdge = GraphEdgeRow & { presence: Presence };

/**
 * The edges of what a change touches, before and after.
 * @param edges those that are stored now, and where they are known to be others: as they will be, or once were
 * @param isApplied what is stored now is what is after
 */
export function compareEdges(
  touched: readonly { key: string; action: string }[],
  { now, other }: { now: EdgesBy; other: EdgesBy },
  isApplied: boolean,
): ComparedEdge[] {
  const gone = new Set(touched.flatMap(({ key, action }) => (action === "delete" ? [key] : [])));
  return touched.flatMap(({ key, action }) => {
    const stored = now.get(key) ?? [];
    const known = action === "refuse" ? undefined : other.get(key);
    const before = isApplied ? (known ?? stored) : stored;
    const wanted = isApplied ? stored : (known ?? stored);
    const after = gone.has(key) ? [] : wanted.filter(({ to_key }) => !gone.has(to_key));
    return merge(before, after);
  });
}

function merge(before: readonly GraphEdgeRow[], after: readonly GraphEdgeRow[]): ComparedEdge[] {
  const edges = new Map<string, ComparedEdge>();
  for (const edge of before) edges.set(`${edge.to_key} ${edge.kind}`, { ...edge, presence: "before" });
  for (const edge of after) {
    const name = `${edge.to_key} ${edge.kind}`;
    edges.set(name, { ...edge, presence: edges.has(name) ? "both" : "after" });
  }
  return [...edges.values()];
}
