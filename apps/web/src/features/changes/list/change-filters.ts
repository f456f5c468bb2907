import { CHANGE_STATUSES, DEFAULT_CHANGES_PAGE, isSetName } from "@pragma/contract";
import type { RouterInputs } from "@pragma/trpc";
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** The filters of the list of changes in the page's URL. */
export const CHANGE_PARSERS = { status: parseAsStringLiteral(CHANGE_STATUSES), set: parseAsString };

export type ChangeFilters = inferParserType<typeof CHANGE_PARSERS>;

/** Reads them from the address on the server. */
export const loadChangeFilters = createLoader(CHANGE_PARSERS);

export const NO_CHANGE_FILTERS: ChangeFilters = { status: null, set: null };

/**
 * The query to the server. Discarded plans are listed only when asked for: each look at what a deletion or an edit would do
 * leaves one. A name that no set can have is left out, so that a bad link still shows something.
 */
export function changesInput({ status, set }: ChangeFilters): Omit<RouterInputs["changes"]["list"], "cursor"> {
  const name = set !== null && isSetName(set) ? set : undefined;
  const statuses = status ? { status } : ({ exceptStatus: "discarded" } as const);
  return { ...statuses, ...(name ? { set: name } : {}), limit: DEFAULT_CHANGES_PAGE };
}

export function isFiltered(filters: ChangeFilters): boolean {
  const { status, set } = changesInput(filters);
  return status !== undefined || set !== undefined;
}
