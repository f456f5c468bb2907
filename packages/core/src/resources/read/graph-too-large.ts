import { GRAPH_TOO_LARGE } from "@pragma/contract";
import { type DomainError, validationError } from "../../foundation/common/errors.ts";

/** Refuses a graph too large to be useful, and says how to ask for a part of it. */
export function graphTooLarge(
  { root, depth }: { root?: string | undefined; depth?: number | undefined },
  limit: number,
  what: "nodes" | "edges" = "nodes",
): DomainError {
  const size = `has more than ${limit.toLocaleString("en")} ${what}, which is the limit`;
  const msg =
    root === undefined
      ? `The graph ${size}: name a resource as \`root\` to read what is around it, and how far to go as \`depth\``
      : `The graph around \`root\` ${size}: go less far with ${depth === undefined ? "a" : "a smaller"} \`depth\`, or in one \`direction\``;
  return validationError([{ loc: ["query", root === undefined ? "root" : "depth"], msg, type: GRAPH_TOO_LARGE }]);
}
