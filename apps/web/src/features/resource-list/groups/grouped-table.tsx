"use client";

import type { ListGrouping } from "@pragma/contract";
import { shownColumns } from "../columns.ts";
import { FailedLine } from "../failed-line.tsx";
import { ResourceRow } from "../resource-row.tsx";
import { AHEAD, ignore, type ResourceTableProps } from "../resource-table.tsx";
import { SkeletonRow } from "../skeleton-row.tsx";
import { type LinePlace, VirtualTable } from "../virtual-table.tsx";
import { GroupHeader, OthersLine } from "./group-header.tsx";
import { type GroupLines, isNearEnd, type Line, viewOf } from "./group-lines.ts";
import type { GroupRows } from "./group-types.ts";

interface GroupedTableProps extends Omit<ResourceTableProps, "list">, GroupLines {
  by: ListGrouping;
  loaded: ReadonlyMap<string, GroupRows>;
  isOld: boolean;
  onToggle: (name: string) => void;
}

/** The headers of the groups, and the rows of the open ones, as lines of one table. */
export function GroupedTable(props: GroupedTableProps) {
  const { by, lines, spans, loaded, isOld, filters, layout, selection, onFocusText, onTag, onToggle } = props;
  // The box for the selection has a column of its own.
  const columns = shownColumns(layout.columns).length + 1;
  const onView = (from: number, to: number): void => {
    for (const span of spans) {
      const list = loaded.get(span.name);
      const { start, end } = viewOf(span, from, to);
      list?.onView(start, end);
      if (list?.hasMore && isNearEnd(span, from, to, AHEAD)) list.fetchMore();
    }
  };
  const renderLine = (line: Line, place: LinePlace) => {
    if (line.kind === "group") {
      const { group, isOpen } = line;
      return <GroupHeader key={`group ${group.name}`} {...{ group, by, columns, isOpen, onToggle }} {...place} />;
    }
    if (line.kind === "others") return <OthersLine key="others" others={line.others} columns={columns} {...place} />;
    if (line.kind === "loading") {
      return <SkeletonRow key={`loading ${line.group} ${line.index}`} top={place.top} height={place.height} />;
    }
    if (line.kind === "error") {
      const list = loaded.get(line.group);
      return (
        <FailedLine
          key={`error ${line.group}`}
          columns={columns}
          isMore={list?.isStuck ?? false}
          busy={list?.isRetrying ?? false}
          onRetry={list?.retry ?? ignore}
          {...place}
        />
      );
    }
    return (
      <ResourceRow
        key={`${line.group} ${line.row.id}`}
        row={line.row}
        columns={layout.columns}
        selected={selection?.rows.has(line.row.key) ?? false}
        selectable={selection !== null}
        onSelect={selection?.select ?? ignore}
        onTag={onTag}
        {...place}
      />
    );
  };
  return (
    <VirtualTable
      count={lines.length}
      skeletons={0}
      hasMore={spans.some(({ name }) => loaded.get(name)?.hasMore ?? true)}
      isOld={isOld}
      filters={filters}
      layout={layout}
      selection={selection}
      onFocusText={onFocusText}
      onView={onView}
      renderLine={(place) => {
        const line = lines[place.index];
        return line ? renderLine(line, place) : null;
      }}
    />
  );
}
