"use client";

import type { ResourceFacets } from "@pragma/contract";
import { Select } from "~/components/ui/field.tsx";
import { choiceWords } from "./choice-words.ts";
import type { Filters } from "./use-filters.ts";

/** Chooses a set: of those that resources are in, largest first, and the one that a link names. */
export function SetFilter({ state: { filters, set }, facets }: { state: Filters; facets: ResourceFacets | undefined }) {
  const counted = Object.entries(facets?.by_set ?? {});
  const chosen = filters.set;
  const isCounted = counted.some(([name]) => name === chosen);
  return (
    <Select
      aria-label="Set"
      className="w-36"
      value={chosen ?? ""}
      onChange={(event) => set({ set: event.target.value || null })}
    >
      <option value="">Any set</option>
      {chosen && !isCounted ? <option value={chosen}>{choiceWords(chosen, facets && 0)}</option> : null}
      {counted.map(([name, count]) => (
        <option key={name} value={name}>
          {choiceWords(name, count)}
        </option>
      ))}
    </Select>
  );
}
