import { createLoader, type inferParserType, parseAsString } from "nuqs/server";
import { parseAsText } from "~/lib/parse-as-text.ts";

/** The parameters of the page's URL. */
export const failureParams = {
  provider: parseAsText,
  q: parseAsString.withDefault(""),
  /** Kind of a group of failures with the same error. */
  kind: parseAsText,
  /** Id of the opened event. */
  event: parseAsText,
};

export type FailureFilter = Omit<inferParserType<typeof failureParams>, "event">;

/** Reads them from the address on the server. */
export const loadFailureParams = createLoader(failureParams);

const PAGE = 50;
export const MAX_FAILURE_TEXT = 256;

/** Query input for groups of the same error. */
export function groupsInput({ provider, q }: Pick<FailureFilter, "provider" | "q">) {
  const text = q.trim().slice(0, MAX_FAILURE_TEXT);
  return { provider: provider ?? undefined, q: text === "" ? undefined : text };
}

/** Query input for all that match. */
export function filterInput({ kind, ...filter }: FailureFilter) {
  return { ...groupsInput(filter), kind: kind ?? undefined };
}

/** Query input for the list, a page at a time. */
export function listInput(filter: FailureFilter) {
  return { ...filterInput(filter), limit: PAGE };
}

/** Whether it leaves any failure out. */
export function isNarrowed({ provider, q, kind }: FailureFilter): boolean {
  return provider !== null || q.trim() !== "" || kind !== null;
}
