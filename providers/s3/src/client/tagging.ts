import type { Target } from "./address.ts";
import { ask } from "./ask.ts";
import { childOf, childrenOf, textOf } from "./parse-xml.ts";
import { type Call, send } from "./send.ts";
import { writeXml } from "./write-xml.ts";

/** The tags of a bucket or an object. */
export async function readTags(call: Call, target: Target): Promise<Record<string, string>> {
  const tagging = await ask(call, { method: "GET", ...target, query: { tagging: "" } }, ["NoSuchTagSet"]);
  const all = childrenOf(tagging ? childOf(tagging, "TagSet") : undefined, "Tag");
  // No member of this object, whatever a tag is called.
  return Object.fromEntries(all.map((tag) => [textOf(tag, "Key") ?? "", textOf(tag, "Value") ?? ""]));
}

/** Gives a bucket these tags and no others. */
export async function writeTags(call: Call, target: Target, tags: Readonly<Record<string, string>>): Promise<void> {
  const query = { tagging: "" };
  const all = Object.entries(tags);
  if (all.length === 0) {
    await send(call, { method: "DELETE", ...target, query });
    return;
  }
  const body = writeXml("Tagging", { TagSet: { Tag: all.map(([Key, Value]) => ({ Key, Value })) } });
  await send(call, { method: "PUT", ...target, query, body });
}

/** Whether two sets of tags are the same. */
export function haveSameTags(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
