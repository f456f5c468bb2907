import { GRAPH_DIRECTIONS, LIFECYCLE_STATES } from "@pragma/contract";
import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs";
import { GROUPINGS } from "./groups/node-group.ts";
import { MODES } from "./question/question.ts";

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
  /** What is asked about which resource: see `Question`. */
  mode: parseAsStringLiteral(MODES),
  of: parseAsString,
  /** What the answer does not concern is left out. */
  only: parseAsBoolean.withDefault(false),
  /** What resources are grouped by; a graph too large to draw always is. */
  group: parseAsStringLiteral(GROUPINGS),
  /** The name of the group that is open. */
  open: parseAsString,
  view: parseAsStringLiteral(GRAPH_VIEWS).withDefault("map"),
};
