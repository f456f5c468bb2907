import { GRAPH_DIRECTIONS, LIFECYCLE_STATES } from "@pragma/contract";
import { parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs";

export const HIGHLIGHT_STATES = [...LIFECYCLE_STATES, "absent"] as const;
const GRAPH_VIEWS = ["map", "list"] as const;

/** The parameters of the page's URL. */
export const graphParams = {
  /** Key of the resource whose neighbourhood is shown; without it, everything is. */
  root: parseAsString,
  depth: parseAsInteger,
  direction: parseAsStringLiteral(GRAPH_DIRECTIONS).withDefault("both"),
  provider: parseAsString,
  state: parseAsStringLiteral(HIGHLIGHT_STATES),
  q: parseAsString.withDefault(""),
  /** Key of the resource whose panel is open. */
  node: parseAsString,
  view: parseAsStringLiteral(GRAPH_VIEWS).withDefault("map"),
};
