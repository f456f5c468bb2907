import { LIFECYCLE_STATES, parseKey } from "@pragma/contract";
import { readableId } from "~/lib/readable-id.ts";

export interface TextPiece {
  text: string;
  /** Its link target: a key, or the internal id of a resource. */
  target?: string;
}

const STATES = [...LIFECYCLE_STATES, "absent"].join("|");
const KEY = "(?<![\\w/.-])([a-z0-9-]{1,63}/[a-z0-9/_-]{1,128}/[A-Za-z0-9._-]{1,253})";
/** The words of a plan's issues after a resource's key. */
const SAID = "depends on|is protected from deletion|still runs with it";
/**
 * As conditions name others (`postgres/role/shop (pending)`), as issues of a plan do (`postgres/role/shop depends on
 * postgres/database/shop`), and as errors do (`resource:postgres_role_shop`).
 */
const MENTION = new RegExp(
  `${KEY}(?= (?:\\((?:${STATES})|${SAID}))|(?<=depends on )${KEY}|resource:[a-z0-9-]{1,63}_[\\w.-]*\\w`,
  "g",
);

/** A text in pieces; those that name resources can be linked. */
export function keyMentions(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(MENTION)) {
    const [target, before, after] = match;
    const key = before ?? after;
    if (key !== undefined && parseKey(key) === null) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: readableId(target), target });
    at = match.index + target.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}
