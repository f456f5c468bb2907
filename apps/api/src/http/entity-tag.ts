import { unprocessable } from "./http-error.ts";

/** A list of entity tags as RFC 9110 writes it in If-Match and If-None-Match; `*` stands for any. */
export type EntityTags = "*" | string[];

const ELEMENT = /^[ \t]*(?:(W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*)?(?:,|$)/;

/**
 * The strong tags of a header, with their quotes. Weak ones are ignored, since they never match strongly.
 * @throws HttpError 422 if the header is not a list of entity tags
 */
export function parseEntityTags(
  header: string | undefined,
  name: "If-Match" | "If-None-Match",
): EntityTags | undefined {
  if (header === undefined) return undefined;
  if (header.trim() === "*") return "*";
  return elementsOf(header, name)
    .filter(({ weak }) => !weak || name === "If-None-Match")
    .map(({ tag }) => tag);
}

/** Whether If-None-Match names this tag. It compares weakly, so a `W/` put there by a proxy is ignored. */
export function matchesEntityTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header === etag) return true;
  const tags = parseEntityTags(header, "If-None-Match");
  return tags === "*" || (tags?.includes(etag) ?? false);
}

function elementsOf(header: string, name: string): { weak: boolean; tag: string }[] {
  const elements: { weak: boolean; tag: string }[] = [];
  for (let rest = header; rest !== ""; ) {
    const match = ELEMENT.exec(rest);
    if (match === null || match[0] === "") {
      const msg = 'must be *, or entity tags such as "a", "b"';
      throw unprocessable({ loc: ["header", name], msg, type: "entity_tag" });
    }
    if (match[2] !== undefined) elements.push({ weak: match[1] !== undefined, tag: match[2] });
    rest = rest.slice(match[0].length);
  }
  return elements;
}
