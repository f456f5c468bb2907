import type { Json, JsonObject } from "@pragma/contract";
import { containsMask, isJsonObject, MASK, mapJson, member } from "@pragma/language";

/**
 * The members of a record with another key in place of one. A mask stands for what is stored under its key: under the key of
 * another stored secret it would bring back that one, so it is emptied, and the form asks for it.
 * @param stored the record as it was loaded
 */
export function renameKey(members: JsonObject, from: string, to: string, stored: Json | undefined): JsonObject {
  const isStored = (key: string): boolean => isJsonObject(stored) && containsMask(member(stored, key));
  const isAnother = isStored(from) && isStored(to);
  const moved = (item: Json): Json =>
    isAnother ? mapJson(item, (value) => (value === MASK ? null : undefined)) : item;
  return Object.fromEntries(
    Object.entries(members).map(([key, item]) => (key === from ? [to, moved(item)] : [key, item])),
  );
}
