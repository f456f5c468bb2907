import { NAME_PATTERN } from "@pragma/language";
import type { Selection } from "./use-selection.ts";

/** What is wrong with the name of a thing that is ticked; null if nothing is. */
export function nameFault(identity: string, { chosen, nameOf }: Pick<Selection, "chosen" | "nameOf">): string | null {
  if (!chosen.some(({ candidate }) => candidate.identity === identity)) return null;
  const name = nameOf(identity);
  if (!NAME_PATTERN.test(name))
    return "Letters, digits, dots, dashes and underscores, beginning with a letter or a digit";
  return chosen.filter((one) => one.name === name).length > 1 ? "Another one has this name" : null;
}
