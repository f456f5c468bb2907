"use client";

import type { ResourceFacets } from "@pragma/contract";
import { useQuery } from "@tanstack/react-query";
import { Select } from "~/components/ui/field.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { choiceWords } from "./choice-words.ts";
import { typeChoices } from "./type-choices.ts";
import type { Filters } from "./use-filters.ts";

/** Chooses a provider, and a type. */
export function TypeFilters({
  state: { filters, set },
  facets,
}: {
  state: Filters;
  facets: ResourceFacets | undefined;
}) {
  const trpc = useTRPC();
  const deployed = useQuery(trpc.resources.types.queryOptions());
  const { provider, type } = filters;
  const { providers, types } = typeChoices(deployed.data ?? [], facets, { provider, type });
  const choose = (value: string): void => {
    const slash = value.indexOf("/");
    if (value === "") set({ type: null });
    else set({ provider: value.slice(0, slash) || null, type: value.slice(slash + 1) });
  };
  return (
    <>
      <Select
        aria-label="Provider"
        className="w-40"
        value={provider ?? ""}
        // A connection belongs to its provider, as a type does.
        onChange={(event) => set({ provider: event.target.value || null, type: null, connection: null })}
      >
        <option value="">Any provider</option>
        {providers.map(({ name, count }) => (
          <option key={name} value={name}>
            {choiceWords(name, count)}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Type"
        className="w-44"
        value={type ? `${provider ?? ""}/${type}` : ""}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">Any type</option>
        {type && !provider ? <option value={`/${type}`}>{type}</option> : null}
        {types.map((one) => {
          const key = `${one.provider}/${one.resource}`;
          return (
            <option key={key} value={key}>
              {choiceWords(provider ? one.resource : key, one.count)}
            </option>
          );
        })}
      </Select>
    </>
  );
}
