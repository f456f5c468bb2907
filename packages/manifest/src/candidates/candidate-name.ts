import { MAX_NAME_LENGTH, NAME_PATTERN } from "@pragma/language";
import type { Candidate } from "./candidate-document.ts";

/** Room for a number behind a name. */
const ROOM = 6;

/**
 * Finds a valid name for the resource of a candidate, as close as possible to the one that its provider proposes.
 * @param taken names that are used already; the new one is added
 */
export function candidateName({ name, identity }: Pick<Candidate, "name" | "identity">, taken: Set<string>): string {
  const plain = (name ?? identity).replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  const base = plain.slice(0, MAX_NAME_LENGTH - ROOM) || "thing";
  let found = base;
  for (let count = 2; taken.has(found) || !NAME_PATTERN.test(found); count++) found = `${base}-${count}`;
  taken.add(found);
  return found;
}
