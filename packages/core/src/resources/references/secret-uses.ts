import { type Json, type Path, type ResourceRef, resourceId, resourceKey } from "@pragma/contract";
import { formatPath, type Marks, type Reference } from "@pragma/language";
import { type OrganizationTypes, PLATFORM_PROVIDER } from "../../types/index.ts";

/** A resource whose sensitive values a config takes, and where it puts them. */
export interface SecretUse {
  target: ResourceRef;
  /** Such as `config.password`. */
  places: string[];
}

/** Which sensitive values the references of a config take, as far as the types tell. */
export function secretUses(references: readonly Reference[], types: OrganizationTypes): SecretUse[] {
  const uses = new Map<string, { target: ResourceRef; places: Set<string> }>();
  for (const reference of references) {
    if (!takesSecret(reference, types)) continue;
    const key = resourceKey(reference.target);
    const use = uses.get(key) ?? { target: reference.target, places: new Set() };
    uses.set(key, use);
    use.places.add(placeOf(reference.path));
  }
  return [...uses.values()].map(({ target, places }) => ({ target, places: [...places] }));
}

/** The uses in `after` that are not in `before` at the same places. */
export function newSecretUses(before: readonly SecretUse[], after: readonly SecretUse[]): SecretUse[] {
  const had = new Set(before.flatMap(({ target, places }) => places.map((place) => `${resourceKey(target)} ${place}`)));
  return after.flatMap(({ target, places }) => {
    const fresh = places.filter((place) => !had.has(`${resourceKey(target)} ${place}`));
    return fresh.length > 0 ? [{ target, places: fresh }] : [];
  });
}

/** A use as the audit log records it, with the secret as the target. */
export function secretUseFacts(
  use: SecretUse,
  usedBy: ResourceRef,
): { target: string; details: { [key: string]: Json } } {
  return {
    target: resourceId(use.target),
    details: { used_by: resourceId(usedBy), provider: usedBy.provider, places: use.places },
  };
}

/** Whether a reference takes a sensitive value, or one that contains it. */
export function takesSecret({ target, field }: Pick<Reference, "target" | "field">, types: OrganizationTypes): boolean {
  if (target.provider === PLATFORM_PROVIDER && target.resource === "secret") {
    return field === null || field.root === "config" || field.keys[0] !== "keys";
  }
  const type = types.find(target.provider, target.resource);
  if (!type) return false;
  const { annotations, outputAnnotations } = type;
  if (field === null) return annotations.marked.sensitive || outputAnnotations.marked.sensitive;
  const { root, marked } = field.root === "config" ? annotations : outputAnnotations;
  return marked.sensitive && mayTake(root, field.keys);
}

/** A longer path is not evaluated: the ways in which neighbours may form one key grow quadratically. */
const MAX_KEYS = 32;

/** Whether the value at a path may be, contain or be part of a sensitive value. */
function mayTake(root: Marks, keys: readonly string[]): boolean {
  if (keys.length > MAX_KEYS) return true;
  const reached = [new Set([root]), ...keys.map(() => new Set<Marks>())];
  for (const [from, key] of keys.entries()) {
    for (const marks of reached[from] ?? []) {
      if (marks.sensitive) return true;
      reached[from + 1]?.add(marks.property(key));
      if (INDEX.test(key)) reached[from + 1]?.add(marks.item(Number(key)));
      for (let end = from + 2; end <= keys.length; end++) {
        const joined = keys.slice(from, end).join(".");
        if (marks.names(joined)) reached[end]?.add(marks.property(joined));
      }
    }
  }
  return [...(reached.at(-1) ?? [])].some((marks) => marks.holdsSensitive);
}

const INDEX = /^\d+$/;

export function placeOf(path: Path): string {
  return formatPath(["config", ...path]);
}
