import type { ResourceFacets } from "@pragma/contract";

/** A type that can be chosen, and how many resources of it match the other filters. */
export interface TypeChoice {
  provider: string;
  resource: string;
  count: number | undefined;
}

export interface TypeChoices {
  providers: { name: string; count: number | undefined }[];
  types: TypeChoice[];
}

type Named = Pick<TypeChoice, "provider" | "resource">;

/**
 * The providers and types to choose from: those that are deployed, those that resources have though their provider is gone,
 * and the chosen one, which a link may name though nothing has it.
 * @param facets undefined while they are counted
 */
export function typeChoices(
  deployed: readonly Named[],
  facets: Pick<ResourceFacets, "by_type"> | undefined,
  chosen: { provider: string | null; type: string | null },
): TypeChoices {
  const counts = facets?.by_type ?? {};
  const names = new Map<string, Named>();
  const add = (one: Named): void => void names.set(`${one.provider}/${one.resource}`, one);
  for (const { provider, resource } of deployed) add({ provider, resource });
  for (const key of Object.keys(counts)) add(typeOf(key));
  const { provider, type } = chosen;
  if (provider && type) add({ provider, resource: type });
  const types = [...names]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => ({ ...one, count: facets && (counts[key] ?? 0) }));
  const byProvider = Map.groupBy(types, (one) => one.provider);
  if (provider && !byProvider.has(provider)) byProvider.set(provider, []);
  const providers = [...byProvider]
    .map(([name, own]) => ({ name, count: facets && own.reduce((sum, { count = 0 }) => sum + count, 0) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { providers, types: provider ? types.filter((one) => one.provider === provider) : types };
}

/** A type may have slashes in its name, a provider has none. */
export function typeOf(key: string): Named {
  const slash = key.indexOf("/");
  return { provider: key.slice(0, slash), resource: key.slice(slash + 1) };
}
