import { type Element, textOf } from "./parse-xml.ts";

/** Whether the server encoded the keys of a list, as it was asked to: XML cannot say all of them. */
export function isUrlEncoded(list: Element): boolean {
  return textOf(list, "EncodingType") === "url";
}

/** A key out of a list. A blank is encoded as in forms or as in paths; a plus sign always is. */
export function decodeKey(key: string, isEncoded: boolean): string {
  return isEncoded ? decodeURIComponent(key.replaceAll("+", " ")) : key;
}
