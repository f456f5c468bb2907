import { LIFECYCLE_STATES, parseKey } from "@pragma/contract";

export interface TextPiece {
  text: string;
  /** Its link target: a key, or the internal id of a resource. */
  target?: string;
}

const STATES = [...LIFECYCLE_STATES, "absent"].join("|");
/** As conditions name others (`postgres/role/shop (pending)`), and as errors do (`resource:postgres_role_shop`). */
const MENTION = new RegExp(
  `(?<![\\w/.-])([a-z0-9-]{1,63}/[a-z0-9/_-]{1,128}/[A-Za-z0-9._-]{1,253})(?= \\((?:${STATES}))|resource:[a-z0-9-]{1,63}_[\\w.-]*\\w`,
  "g",
);

/** A text in pieces; those that name resources can be linked. */
export function keyMentions(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(MENTION)) {
    const [target, key] = match;
    if (key !== undefined && parseKey(key) === null) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: target, target });
    at = match.index + target.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}
