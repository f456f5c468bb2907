import { suggest } from "@pragma/language";
import type { Group } from "./command.ts";

/** Commands here that correspond to names in other programs. */
const SYNONYMS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  create: ["apply"],
  destroy: ["delete"],
  events: ["history"],
  ls: ["list"],
  preview: ["plan"],
  undo: ["revert"],
  rollback: ["revert"],
  up: ["apply"],
  ps: ["list"],
  remove: ["delete", "revoke"],
  rm: ["delete", "revoke"],
  show: ["describe"],
};

/**
 * The command line most likely meant by an unknown word in a group: one of the group's commands, else one of that name
 * anywhere, since users of other programs type `pragma apply`.
 *
 * @param path where the group is
 */
export function suggestCommand(root: Group, path: readonly string[], group: Group, word: string): string | undefined {
  const own = suggest(word, Object.keys(group.children));
  if (own !== undefined) return ["pragma", ...path, own].join(" ");
  const meanings = Object.hasOwn(SYNONYMS, word) ? (SYNONYMS[word] ?? []) : [word];
  const here = meanings.find((meaning) => Object.hasOwn(group.children, meaning));
  const [name = "", ...options] = (here ?? meanings[0] ?? "").split(" ");
  const found = here === undefined ? findByName(root, name) : [...path, here];
  return found && ["pragma", ...found, ...options].join(" ");
}

/** The first of that name, in the order of the help, with where it is. */
function findByName(group: Group, name: string, path: readonly string[] = []): string[] | undefined {
  for (const [own, child] of Object.entries(group.children)) {
    if (child.kind === "lazy" && own === name) return [...path, own];
    const found = child.kind === "group" ? findByName(child, name, [...path, own]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
