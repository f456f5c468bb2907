import type { Schema } from "@pragma/language";
import type { TypeSchema } from "../schema/manifest-schema.ts";

/** The type that a text is about, read line by line: what is being typed is seldom valid. */
export function readType(text: string, types: readonly TypeSchema[]): { provider: string; config: Schema | undefined } {
  const provider = topLevel(text, "provider");
  const resource = topLevel(text, "resource");
  const config = types.find((type) => type.provider === provider && type.resource === resource)?.schema;
  return { provider, config };
}

function topLevel(text: string, key: string): string {
  const value = new RegExp(`^${key}:[ \\t]+["']?([\\w/.-]+)["']?[ \\t]*(?:#.*)?$`, "m").exec(text)?.[1];
  return value ?? "";
}

/** The document around a place in a text of several, with `---` between them. */
export function documentAround(text: string, offset: number): { text: string; start: number } {
  let start = 0;
  for (const { index, 0: line } of text.matchAll(/^---(?=\s|$).*\n?/gm)) {
    if (index + line.length > offset) return { text: text.slice(start, Math.max(start, index)), start };
    start = index + line.length;
  }
  return { text: text.slice(start), start };
}
