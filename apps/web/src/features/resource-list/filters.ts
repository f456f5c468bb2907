import {
  DEFAULT_SORT,
  DRIFT_STATUSES,
  type LackedField,
  LIFECYCLE_STATES,
  LIST_GROUPINGS,
  LIST_SORTS,
  type ResourceFilter,
} from "@pragma/contract";
import {
  createLoader,
  type inferParserType,
  parseAsArrayOf,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsText } from "~/lib/parse-as-text.ts";
import { DRIFT_WORDS } from "../resource-elements/drift-words.ts";
import { OPTIONAL_COLUMNS } from "./columns.ts";
import { DENSITIES } from "./layout.ts";
import type { ListInput } from "./list-types.ts";

/** The filters of the list, its order, its groups and its layout in the page's URL. */
export const FILTER_PARSERS = {
  q: parseAsString,
  provider: parseAsString,
  type: parseAsString,
  connection: parseAsString,
  state: parseAsStringLiteral(LIFECYCLE_STATES),
  drift: parseAsStringLiteral(DRIFT_STATUSES),
  set: parseAsString,
  tags: parseAsNativeArrayOf(parseAsText),
  sort: parseAsStringLiteral(LIST_SORTS).withDefault(DEFAULT_SORT),
  group: parseAsStringLiteral(LIST_GROUPINGS),
  columns: parseAsArrayOf(parseAsStringLiteral(OPTIONAL_COLUMNS)),
  density: parseAsStringLiteral(DENSITIES),
};

export type ListFilters = inferParserType<typeof FILTER_PARSERS>;

/** The filters of some rows: those of the list, or of a group in it, which may be that of rows without a tag or set. */
export type RowFilters = ListFilters & { lacking?: LackedField };

/** Reads them from the address on the server. */
export const loadFilters = createLoader(FILTER_PARSERS);

/** Parameters of the address that leave rows out. A new one is missing below until it is cleared and shown. */
export type FilterName = Exclude<keyof ListFilters, "sort" | "group" | "columns" | "density">;

export const NO_FILTERS: Record<FilterName, null> = {
  q: null,
  provider: null,
  type: null,
  connection: null,
  state: null,
  drift: null,
  set: null,
  tags: null,
};

/** As many as quick scrolling passes in a moment: the next page loads well before the last row comes into view. */
export const PAGE_SIZE = 200;
/** Rows of the first page, which is part of the HTML: enough for a tall screen, and parsed before anything is seen. */
const FIRST_PAGE_SIZE = 50;
const MAX_TEXT = 256;

/**
 * The server's filter. Equal filters give equal ones, so that prefetched data is found. A value that nothing can have is not
 * left out: the list would show everything under a filter, and offer to delete it.
 */
export function filterOf({ q, provider, type, connection, state, drift, set, tags }: ListFilters): ResourceFilter {
  const wanted = [...new Set(tags)].sort();
  // A filter of the list that is missing here does not compile.
  const filter: Record<keyof ResourceFilter, unknown> = {
    q: q?.trim().slice(0, MAX_TEXT),
    provider,
    resource: type,
    connection,
    lifecycle_state: state,
    drift,
    set,
    tags: wanted.length > 0 ? wanted : null,
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => Boolean(value)));
}

/** Which list it is, as the server knows it. */
export function listOf({ lacking, ...filters }: RowFilters): Omit<ListInput, "cursor"> {
  return { ...filterOf(filters), ...(lacking && { lacking }), sort: filters.sort };
}

/** The query of its pages. */
export function listInput(filters: RowFilters): Omit<ListInput, "cursor"> {
  return { ...listOf(filters), first: FIRST_PAGE_SIZE, limit: PAGE_SIZE };
}

/** New values of some filters; null clears one. */
export type FilterPatch = { [name in keyof ListFilters]?: ListFilters[name] | null };

/** An active filter, in words, and the filters left without it. */
export interface ActiveFilter {
  id: string;
  label: string;
  value: string;
  without: FilterPatch;
}

export function activeFilters({ q, provider, type, connection, state, drift, set, tags }: ListFilters): ActiveFilter[] {
  const active: Record<FilterName, ActiveFilter[]> = {
    q: single("q", "Search", q?.trim()),
    // A type belongs to its provider: without the provider it would be another question.
    provider: single("provider", "Provider", provider, { type: null }),
    type: single("type", "Type", type),
    connection: single("connection", "Connection", connection),
    state: single("state", "State", state),
    drift: single("drift", "Drift", drift && DRIFT_WORDS[drift]),
    set: single("set", "Set", set),
    tags: [...new Set(tags)].map((tag) => {
      const rest = tags.filter((other) => other !== tag);
      return { id: `tag ${tag}`, label: "Tag", value: tag, without: { tags: rest.length > 0 ? rest : null } };
    }),
  };
  return Object.values(active).flat();
}

function single(
  name: FilterName,
  label: string,
  value: string | null | undefined,
  also: FilterPatch = {},
): ActiveFilter[] {
  return value ? [{ id: name, label, value, without: { [name]: null, ...also } }] : [];
}
