import { NAME_PATTERN, parseKey } from "@pragma/language";
import type { JsonObject } from "@pragma/sdk";

type Report = (path: readonly (string | number)[], message: string) => void;

/**
 * Errors in the fields beside the config. The API would report them, too, but only after other documents were applied.
 */
export function checkMetadata(fields: JsonObject, report: Report): void {
  const { name, tags, depends_on, dependencies, owner_references, deletion_protected } = fields;
  if (typeof name === "string" && name !== "" && !NAME_PATTERN.test(name))
    report(["name"], "name must be letters, digits, ., _ and -, at most 253, and begin with a letter or digit");
  if (deletion_protected !== undefined && deletion_protected !== null && typeof deletion_protected !== "boolean")
    report(["deletion_protected"], "deletion_protected must be true or false");
  checkList("tags", tags, "a text", isText, report);
  checkList("depends_on", depends_on, "provider/type/name", (item) => isText(item) && parseKey(item) !== null, report);
  for (const [key, list] of Object.entries({ dependencies, owner_references }))
    checkList(key, list, "an object with provider, resource and name", isRef, report);
}

function checkList(key: string, list: unknown, wanted: string, fits: (item: unknown) => boolean, report: Report): void {
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) {
    report([key], `${key} must be a list`);
    return;
  }
  for (const [index, item] of list.entries()) {
    if (!fits(item)) report([key, index], `${key}.${index} must be ${wanted}`);
  }
}

function isText(item: unknown): item is string {
  return typeof item === "string";
}

function isRef(item: unknown): boolean {
  if (typeof item !== "object" || item === null) return false;
  const { provider, resource, name } = item as JsonObject;
  return isText(provider) && isText(resource) && isText(name);
}
