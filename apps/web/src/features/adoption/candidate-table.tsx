import type { Candidate } from "@pragma/manifest";
import { useId } from "react";
import { Badge } from "~/components/ui/badge.tsx";
import { type Column, DataTable } from "~/components/ui/data-table.tsx";
import { Checkbox, Input } from "~/components/ui/field.tsx";
import { ResourceLink } from "~/features/resource-elements/resource-link.tsx";
import { readableId } from "~/lib/readable-id.ts";
import { nameFault } from "./name-fault.ts";
import type { Selection } from "./use-selection.ts";

/** Existing things, a row each: those that nobody manages can be ticked, and their resources named. */
export function CandidateTable({ items, selection }: { items: readonly Candidate[]; selection: Selection }) {
  const free = items.filter(({ managed_by }) => managed_by === null).map(({ identity }) => identity);
  const chosen = free.filter(selection.isChosen);
  const allId = useId();
  const columns: Column<Candidate>[] = [
    { head: "Resource", cell: (candidate) => <Resource candidate={candidate} selection={selection} /> },
    {
      head: "Tags",
      cell: ({ tags }) =>
        tags.length === 0 ? null : (
          <span className="flex flex-wrap gap-1">
            {tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        ),
    },
  ];
  return (
    <>
      <div className="flex min-h-12 items-center gap-2.5 border-b border-line px-4 py-2">
        <Checkbox
          id={allId}
          checked={free.length > 0 && chosen.length === free.length}
          ref={(box) => {
            if (box) box.indeterminate = chosen.length > 0 && chosen.length < free.length;
          }}
          disabled={free.length === 0}
          onChange={({ target }) => selection.choose(free, target.checked)}
        />
        <label htmlFor={allId} className="text-ink-soft">
          All that nobody manages ({free.length.toLocaleString("en")} of {items.length.toLocaleString("en")})
        </label>
      </div>
      <DataTable
        label="What exists"
        rowHead={{ head: "Identity", cell: (candidate) => <Identity candidate={candidate} selection={selection} /> }}
        columns={columns}
        rows={items}
        keyOf={({ identity }) => identity}
      />
    </>
  );
}

interface CellProps {
  candidate: Candidate;
  selection: Selection;
}

function Identity({ candidate: { identity, managed_by }, selection }: CellProps) {
  return (
    <span className="flex items-center gap-2.5">
      <Checkbox
        aria-label={`Take over ${identity}`}
        checked={selection.isChosen(identity)}
        disabled={managed_by !== null}
        onChange={({ target }) => selection.choose([identity], target.checked)}
      />
      <span className="font-mono text-dense [overflow-wrap:anywhere] text-ink">{identity}</span>
    </span>
  );
}

/** What manages it, or the name of the resource that would. */
function Resource({ candidate: { identity, managed_by }, selection }: CellProps) {
  const errorId = useId();
  if (managed_by !== null) {
    return (
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        <span className="text-ink-faint">Managed by</span> <ResourceLink resourceKey={readableId(managed_by)} />
      </span>
    );
  }
  const fault = nameFault(identity, selection);
  return (
    <span className="flex max-w-80 flex-col gap-1">
      <Input
        aria-label={`Name of the resource of ${identity}`}
        aria-invalid={fault === null ? undefined : true}
        aria-describedby={fault === null ? undefined : errorId}
        className="font-mono"
        autoComplete="off"
        spellCheck={false}
        value={selection.nameOf(identity)}
        onChange={({ target }) => selection.rename(identity, target.value)}
      />
      {fault === null ? null : (
        <span id={errorId} className="text-dense text-danger-text">
          {fault}
        </span>
      )}
    </span>
  );
}
