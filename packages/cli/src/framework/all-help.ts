import type { Group } from "./command.ts";
import { commandHelp, groupHelp } from "./help.ts";

/** The help of everything, in the order of the commands. */
export async function allHelp(group: Group, path: readonly string[] = []): Promise<string> {
  const parts = [page(path, groupHelp(path, group))];
  for (const [name, child] of Object.entries(group.children)) {
    const at = [...path, name];
    if (child.kind === "group") parts.push(await allHelp(child, at));
    else parts.push(page(at, commandHelp(at, await child.load())));
  }
  return parts.join("\n");
}

function page(path: readonly string[], text: string): string {
  return `$ ${["pragma", ...path, "--help"].join(" ")}\n${text}`;
}
