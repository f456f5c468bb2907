import { ACTION_STATES, type ActionKind, CHANGE_ACTIONS } from "@pragma/contract";
import { createLoader, type inferParserType, parseAsStringLiteral } from "nuqs/server";

const KINDS: readonly ActionKind[] = CHANGE_ACTIONS.filter((kind) => kind !== "unchanged");

/** As many as are read at once. */
const PAGE = 100;

/** Which actions of a change are shown, in the page's URL. */
export const ACTION_PARSERS = { action: parseAsStringLiteral(KINDS), state: parseAsStringLiteral(ACTION_STATES) };

export type ActionFilter = inferParserType<typeof ACTION_PARSERS>;

export const ALL_ACTIONS: ActionFilter = { action: null, state: null };

/** Reads them from the address on the server. */
export const loadActionFilter = createLoader(ACTION_PARSERS);

/** The query to the server. */
export function actionsInput(id: string, { action, state }: ActionFilter) {
  return { id, ...(action ? { action } : {}), ...(state ? { state } : {}), limit: PAGE };
}
