import type { ChangeStatus } from "@pragma/contract";
import { CHANGE_STATUSES, CHANGE_VIEWS, DEFAULT_CHANGES_PAGE, isSetName, MAX_ID_LENGTH } from "@pragma/contract";
import type { RouterInputs } from "@pragma/trpc";
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** Parts of the list: what was applied, plans that can be, and all, among them plans that never were. */
const LIST_VIEWS = [...CHANGE_VIEWS, "all"] as const;

/** The part and the filters of the list of changes in the page's URL. */
export const CHANGE_PARSERS = {
  view: parseAsStringLiteral(LIST_VIEWS).withDefault("applied"),
  status: parseAsStringLiteral(CHANGE_STATUSES),
  set: parseAsString,
  by: parseAsString,
};

export type ChangeFilters = inferParserType<typeof CHANGE_PARSERS>;

/** Reads them from the address on the server. */
export const loadChangeFilters = createLoader(CHANGE_PARSERS);

/** All of a part. */
export const NO_CHANGE_FILTERS = { status: null, set: null, by: null } satisfies Partial<ChangeFilters>;

/** The statuses that changes of a part can have. */
export function statusesOf(view: ChangeFilters["view"]): readonly ChangeStatus[] {
  if (view === "all") return CHANGE_STATUSES;
  return view === "open" ? ["planned"] : ["applying", "succeeded", "failed"];
}

/**
 * The query to the server. What nothing can match is left out, so that a bad link still shows something: a status that the part
 * does not have, and a name that no set can have.
 */
export function changesInput({ view, status, set, by }: ChangeFilters) {
  return {
    ...(view === "all" ? {} : { view }),
    ...(status !== null && statusesOf(view).includes(status) ? { status: [status] } : {}),
    ...(set !== null && isSetName(set) ? { set } : {}),
    ...(by !== null && by.length <= MAX_ID_LENGTH && by !== "" ? { actor: by } : {}),
    limit: DEFAULT_CHANGES_PAGE,
  } satisfies RouterInputs["changes"]["list"];
}

export function isFiltered(filters: ChangeFilters): boolean {
  const input: RouterInputs["changes"]["list"] = changesInput(filters);
  return input.status !== undefined || input.set !== undefined || input.actor !== undefined;
}
