"use client";

import { GRAPH_DIRECTIONS, type GraphDirection } from "@pragma/contract";
import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Select } from "~/components/ui/field.tsx";
import { FoldedFilters } from "~/components/ui/folded-filters.tsx";
import { FindNode } from "./find/find-node.tsx";
import { HIGHLIGHT_STATES } from "./graph-params.ts";
import { MAX_DEPTH } from "./graph-part.ts";
import { GROUPINGS, type Grouping } from "./model/node-group.ts";
import { ResourcePicker } from "./resource-picker.tsx";

export interface GraphChoice {
  root: string | null;
  depth: number | null;
  direction: GraphDirection;
  provider: string | null;
  group: Grouping | null;
  /** The name of the group that is open. */
  open: string | null;
  state: (typeof HIGHLIGHT_STATES)[number] | null;
  q: string;
}

const NO_CHOICE = {
  root: null,
  depth: null,
  direction: "both",
  provider: null,
  group: null,
  open: null,
  state: null,
  q: "",
} as const;

const DIRECTION_WORDS: Record<GraphDirection, string> = {
  both: "Both ways",
  upstream: "Its dependencies",
  downstream: "Its dependents",
};

/** The filters of the graph, and the search in it. */
export function GraphFilters({
  choice,
  providers,
  isTooLarge,
  onChange,
  onFind,
}: {
  choice: GraphChoice;
  providers: readonly string[];
  /** It cannot be drawn without groups. */
  isTooLarge: boolean;
  onChange: (change: Partial<GraphChoice>) => void;
  /** Goes to the node of a resource. */
  onFind: (key: string) => void;
}) {
  const { root, depth, direction, provider, group, state, q } = choice;
  return (
    <search aria-label="Graph" className="mb-3 grid grid-cols-2 items-end gap-2 md:grid-cols-3 xl:flex xl:flex-wrap">
      <div className="col-span-2 md:col-span-1 xl:w-64">
        <FindNode text={q} onText={(text) => onChange({ q: text })} onFind={onFind} />
      </div>
      <div className="col-span-2 md:col-span-1 xl:w-60">
        <ResourcePicker label="Around" value={root} onChoose={(key) => onChange({ root: key })} />
      </div>
      <FoldedFilters active={[provider, group, state].filter((each) => each !== null).length}>
        {root === null ? null : (
          <>
            <Choice
              label="Direction"
              value={direction}
              onChange={(value) => onChange({ direction: asDirection(value) })}
            >
              {GRAPH_DIRECTIONS.map((each) => (
                <option key={each} value={each}>
                  {DIRECTION_WORDS[each]}
                </option>
              ))}
            </Choice>
            <Choice
              label="Depth"
              value={depth === null ? "" : String(depth)}
              onChange={(value) => onChange({ depth: value === "" ? null : Number(value) })}
            >
              <option value="">Any depth</option>
              {Array.from({ length: MAX_DEPTH }, (_, index) => index + 1).map((each) => (
                <option key={each} value={each}>
                  {each === 1 ? "1 step" : `${each} steps`}
                </option>
              ))}
            </Choice>
          </>
        )}
        <Choice
          label="Provider"
          value={provider ?? ""}
          onChange={(value) => onChange({ provider: value === "" ? null : value })}
        >
          <option value="">Any provider</option>
          {[...new Set([...providers, ...(provider === null ? [] : [provider])])].map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </Choice>
        {root === null ? (
          <Choice
            label="Group by"
            value={group ?? (isTooLarge ? "type" : "")}
            onChange={(value) => onChange({ group: GROUPINGS.find((each) => each === value) ?? null, open: null })}
          >
            {isTooLarge ? null : <option value="">No groups</option>}
            {GROUPINGS.map((each) => (
              <option key={each} value={each}>
                By {each}
              </option>
            ))}
          </Choice>
        ) : null}
        <Choice
          label="Highlight state"
          value={state ?? ""}
          onChange={(value) => onChange({ state: HIGHLIGHT_STATES.find((each) => each === value) ?? null })}
        >
          <option value="">None</option>
          {HIGHLIGHT_STATES.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </Choice>
      </FoldedFilters>
      {root !== null || provider !== null || group !== null || state !== null || q !== "" ? (
        <Button variant="ghost" onClick={() => onChange(NO_CHOICE)}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
    </search>
  );
}

function asDirection(value: string): GraphDirection {
  return GRAPH_DIRECTIONS.find((each) => each === value) ?? "both";
}

function Choice(props: { label: string; value: string; onChange: (value: string) => void; children: ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        {props.label}
      </label>
      <Select id={id} value={props.value} onChange={({ target }) => props.onChange(target.value)}>
        {props.children}
      </Select>
    </div>
  );
}
