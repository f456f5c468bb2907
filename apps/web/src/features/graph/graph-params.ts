import { GRAPH_DIRECTIONS, LIFECYCLE_STATES } from "@pragma/contract";
import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { parseAsText } from "~/lib/parse-as-text.ts";
import { expectedSize, MAX_DRAWN } from "./graph-part.ts";
import { GROUPINGS, type Grouping } from "./model/node-group.ts";
import { MODES, questionOf } from "./question/question.ts";

export const HIGHLIGHT_STATES = [...LIFECYCLE_STATES, "absent"] as const;
const GRAPH_VIEWS = ["map", "list"] as const;

/** The parameters of the page's URL. */
export const graphParams = {
  /** Key of the resource whose neighbourhood is shown; without it, everything is. */
  root: parseAsText,
  depth: parseAsInteger,
  direction: parseAsStringLiteral(GRAPH_DIRECTIONS).withDefault("both"),
  provider: parseAsText,
  state: parseAsStringLiteral(HIGHLIGHT_STATES),
  q: parseAsString.withDefault(""),
  /** Key of the resource whose panel is open. */
  node: parseAsText,
  /** The question, and its resource: see `Question`. */
  mode: parseAsStringLiteral(MODES),
  of: parseAsText,
  /** Nodes that the answer does not concern are left out. */
  only: parseAsBoolean.withDefault(false),
  /** The grouping of resources; a graph too large to draw always has one. */
  group: parseAsStringLiteral(GROUPINGS),
  /** The name of the group that is open, which may be empty. */
  open: parseAsString,
  view: parseAsStringLiteral(GRAPH_VIEWS).withDefault("map"),
};

type GraphParams = inferParserType<typeof graphParams>;

/** Reads them from the address on the server. */
export const loadGraphParams = createLoader(graphParams);

/**
 * The grouping of the resources: the chosen one, or types where there are too many to draw. Null where each is shown by
 * itself.
 * @param counts how many there are; undefined while that is not known
 */
export function groupingOf(
  choice: GraphParams,
  counts: readonly { provider: string; total: number }[] | undefined,
): Grouping | null {
  if (choice.root !== null || questionOf(choice) !== null) return null;
  return choice.group ?? (isTooLargeToDraw(choice, counts) ? "type" : null);
}

export function isTooLargeToDraw(
  choice: GraphParams,
  counts: readonly { provider: string; total: number }[] | undefined,
): boolean {
  const size = counts ? expectedSize(choice, counts) : null;
  return size !== null && size > MAX_DRAWN;
}

/** The query for a graph in groups. The same choice gives the same, so that prefetched data is found. */
export function groupedInput(by: Grouping, { provider, open }: Pick<GraphParams, "provider" | "open">) {
  return { by, ...(provider === null ? {} : { provider }), ...(open === null ? {} : { open }) };
}
