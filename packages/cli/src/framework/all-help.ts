import type { Group } from "./command.ts";
import { commandHelp, groupHelp } from "./help.ts";

/** The help of everything, in the order of the commands. */
export async function allHelp(group: Group, path: readonly string[] = []): Promise<string> {
  const parts = [await page(path, groupHelp(path, group))];
  for (const [name, child] of Object.entries(group.children)) {
    const at = [...path, name];
    if (typeof child === "function") parts.push(await page(at, Promise.resolve(commandHelp(at, await child()))));
    else parts.push(await allHelp(child, at));
  }
  return parts.join("\n");
}

async function page(path: readonly string[], text: Promise<string>): Promise<string> {
  return `$ ${["pragma", ...path, "--help"].join(" ")}\n${await text}`;
}
