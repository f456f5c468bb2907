"use client";

import { GRAPH_DIRECTIONS, type GraphDirection } from "@pragma/contract";
import { X } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "~/components/ui/button.tsx";
import { Input, Select } from "~/components/ui/field.tsx";
import { HIGHLIGHT_STATES } from "./graph-params.ts";
import { MAX_DEPTH } from "./graph-part.ts";
import { ResourcePicker } from "./resource-picker.tsx";

export interface GraphChoice {
  root: string | null;
  depth: number | null;
  direction: GraphDirection;
  provider: string | null;
  state: (typeof HIGHLIGHT_STATES)[number] | null;
  q: string;
}

const DIRECTION_WORDS: Record<GraphDirection, string> = {
  both: "both ways",
  upstream: "its dependencies",
  downstream: "its dependents",
};

/** The filters of the graph, and the search in it. */
export function GraphFilters({
  choice,
  providers,
  onChange,
}: {
  choice: GraphChoice;
  providers: readonly string[];
  onChange: (change: Partial<GraphChoice>) => void;
}) {
  const { root, depth, direction, provider, state, q } = choice;
  return (
    <search aria-label="Graph" className="mb-3 grid grid-cols-2 items-end gap-2 md:grid-cols-3 xl:flex xl:flex-wrap">
      <div className="col-span-2 md:col-span-1 xl:w-64">
        <ResourcePicker label="Around" value={root} onChoose={(key) => onChange({ root: key })} />
      </div>
      {root === null ? null : (
        <>
          <Choice label="Direction" value={direction} onChange={(value) => onChange({ direction: asDirection(value) })}>
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
            <option value="">any</option>
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
        <option value="">all</option>
        {[...new Set([...providers, ...(provider === null ? [] : [provider])])].map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </Choice>
      <Choice
        label="Highlight state"
        value={state ?? ""}
        onChange={(value) => onChange({ state: HIGHLIGHT_STATES.find((each) => each === value) ?? null })}
      >
        <option value="">none</option>
        {HIGHLIGHT_STATES.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </Choice>
      <Highlighted value={q} onChange={(value) => onChange({ q: value })} />
      {root !== null || provider !== null || state !== null || q !== "" ? (
        <Button
          variant="ghost"
          onClick={() => onChange({ root: null, depth: null, direction: "both", provider: null, state: null, q: "" })}
        >
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

function Highlighted({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1 xl:w-44">
      <label htmlFor={id} className="text-xs font-medium text-ink-soft">
        Highlight text
      </label>
      <Input
        id={id}
        type="search"
        value={value}
        placeholder="Part of a name or type"
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
