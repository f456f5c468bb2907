"use client";

import { LIFECYCLE_STATES, type LifecycleState } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import type { RefObject } from "react";
import { Select } from "~/components/ui/field.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { TagFilter } from "./tag-filter.tsx";
import { TextFilter } from "./text-filter.tsx";
import type { Filters } from "./use-filters.ts";

/** The available filters of the list, and the active ones. */
export function FilterBar({ state, textRef }: { state: Filters; textRef: RefObject<HTMLInputElement | null> }) {
  const { filters, set } = state;
  return (
    <search aria-label="Filters" className="mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <TextFilter value={filters.q ?? ""} onChange={(q) => set({ q: q || null }, true)} inputRef={textRef} />
        <ProviderAndType state={state} />
        <Select
          aria-label="State"
          className="w-auto"
          value={filters.state ?? ""}
          onChange={(event) => set({ state: (event.target.value || null) as LifecycleState | null })}
        >
          <option value="">Any state</option>
          {LIFECYCLE_STATES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
        <TagFilter tags={filters.tags} onChange={(tags) => set({ tags: tags.length > 0 ? tags : null })} />
      </div>
      <FilterChips state={state} />
    </search>
  );
}

function ProviderAndType({ state: { filters, set } }: { state: Filters }) {
  const trpc = useTRPC();
  const types = useQuery(trpc.resources.types.queryOptions());
  const { provider, type } = filters;
  const known = types.data ?? [];
  // Resources may belong to a provider that is no longer deployed, and a link may name any.
  const providers = [...new Set([...known.map((one) => one.provider), ...(provider ? [provider] : [])])].sort();
  const offered = known.filter((one) => !provider || one.provider === provider);
  const listed = offered.some((one) => one.resource === type);
  const choose = (value: string): void => {
    const slash = value.indexOf("/");
    if (value === "") set({ type: null });
    else set({ provider: value.slice(0, slash) || null, type: value.slice(slash + 1) });
  };
  return (
    <>
      <Select
        aria-label="Provider"
        className="w-auto max-w-44"
        value={provider ?? ""}
        onChange={(event) => set({ provider: event.target.value || null, type: null })}
      >
        <option value="">Any provider</option>
        {providers.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Select>
      <Select
        aria-label="Type"
        className="w-auto max-w-52"
        value={type ? `${provider ?? ""}/${type}` : ""}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">Any type</option>
        {type && !(listed && provider) ? <option value={`${provider ?? ""}/${type}`}>{type}</option> : null}
        {offered.map((one) => (
          <option key={`${one.provider}/${one.resource}`} value={`${one.provider}/${one.resource}`}>
            {provider ? one.resource : `${one.provider}/${one.resource}`}
          </option>
        ))}
      </Select>
    </>
  );
}
