"use client";

import { useMemo, useState } from "react";
import { Button } from "~/components/ui/button.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { StateBadge } from "~/components/ui/state-badge.tsx";
import { Link } from "~/features/shell/link.tsx";
import { resourceHref } from "~/lib/hrefs.ts";
import {
  type GraphModel,
  type Highlight,
  isHighlighting,
  type ModelNode,
  matches,
  type Neighbour,
  neighboursOf,
} from "./model/graph-model.ts";

/** Rows shown at first, and more with each press. */
const ROWS = 100;
/** Neighbours shown of one resource; the rest is a number. */
const NEIGHBOURS = 6;

const RESOURCE: Column<ModelNode> = {
  head: "Resource",
  className: "max-w-96 break-all align-top font-mono text-dense",
  cell: (node) => <NodeLink node={node} />,
};

const columnsOf = (model: GraphModel): Column<ModelNode>[] => [
  { head: "State", className: "align-top", cell: (node) => <StateBadge state={node.lifecycle_state} /> },
  {
    head: "Depends on",
    className: "align-top",
    cell: ({ id }) => <Neighbours of={neighboursOf(model, id).upstream} owner="owner" />,
  },
  {
    head: "Used by",
    className: "align-top",
    cell: ({ id }) => <Neighbours of={neighboursOf(model, id).downstream} owner="owned" />,
  },
];

/** The graph as a table: the same nodes and edges, in words. If some are highlighted, it shows only those. */
export function GraphList({ model, highlight }: { model: GraphModel; highlight: Highlight }) {
  const [shown, setShown] = useState(ROWS);
  const rows = useMemo(
    () =>
      model.nodes
        .filter((node) => !isHighlighting(highlight) || matches(node, highlight))
        .toSorted((one, other) => one.key.localeCompare(other.key, "en")),
    [model, highlight],
  );
  const columns = useMemo(() => columnsOf(model), [model]);
  const rest = rows.length - shown;
  return (
    <div className="rounded-lg border border-line bg-surface">
      <DataTable
        label="Resources and their dependencies"
        rowHead={RESOURCE}
        columns={columns}
        rows={rows.slice(0, shown)}
        keyOf={({ id }) => id}
        className="sm:min-w-180"
      />
      {rows.length === 0 ? <p className="px-4 py-10 text-center text-ink-soft">No resource here matches.</p> : null}
      {rest > 0 ? (
        <div className="border-t border-line p-3 text-center">
          <Button onClick={() => setShown(shown + ROWS)}>Show more ({rest})</Button>
        </div>
      ) : null}
    </div>
  );
}

function Neighbours({ of, owner }: { of: readonly Neighbour[]; owner: string }) {
  if (of.length === 0) return <span className="text-ink-faint">nothing</span>;
  const rest = of.length - NEIGHBOURS;
  return (
    <ul className="flex flex-col gap-0.5">
      {of.slice(0, NEIGHBOURS).map(({ node, kind }) => (
        <li key={`${kind} ${node.id}`} className="break-all font-mono text-dense">
          <NodeLink node={node} />
          {kind === "owner" ? <span className="font-sans text-ink-faint"> ({owner})</span> : null}
        </li>
      ))}
      {rest > 0 ? <li className="text-ink-faint">and {rest} more</li> : null}
    </ul>
  );
}

/** A missing resource has no page, and a group has none. */
function NodeLink({ node }: { node: ModelNode }) {
  if (node.group) {
    return (
      <span className="font-sans text-ink">
        {node.name} <span className="text-ink-faint">({node.group.total.toLocaleString("en")})</span>
      </span>
    );
  }
  if (node.lifecycle_state === null) return <span className="text-ink-soft">{node.key}</span>;
  return (
    <Link href={resourceHref(node.key)} prefetch={false} className="text-accent-text hover:underline">
      {node.key}
    </Link>
  );
}
