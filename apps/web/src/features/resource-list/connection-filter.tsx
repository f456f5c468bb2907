"use client";

import { parseKey } from "@pragma/contract";
import { Select } from "~/components/ui/field.tsx";
import { useProviderConnections } from "~/features/resource-elements/use-provider-connections.ts";
import type { Filters } from "./use-filters.ts";

/** Chooses a connection: of the chosen provider, if that has any, and the one that a link names. */
export function ConnectionFilter({ state: { filters, set } }: { state: Filters }) {
  const { connection } = filters;
  const provider = filters.provider ?? parseKey(connection ?? "")?.provider ?? null;
  const { keys } = useProviderConnections(provider);
  if (keys.length === 0 && !connection) return null;
  return (
    <Select
      aria-label="Connection"
      className="w-40"
      value={connection ?? ""}
      onChange={(event) => set({ connection: event.target.value || null })}
    >
      <option value="">Any connection</option>
      {connection && !keys.includes(connection) ? <option value={connection}>{connection}</option> : null}
      {keys.map((key) => (
        <option key={key} value={key}>
          {parseKey(key)?.name}
        </option>
      ))}
    </Select>
  );
}
