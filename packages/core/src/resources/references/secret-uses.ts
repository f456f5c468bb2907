import { type Json, type Path, type ResourceRef, resourceId, resourceKey } from "@pragma/contract";
import { formatPath, type Marks, type Reference, visiblePath } from "@pragma/language";
import { type OrganizationTypes, PLATFORM_PROVIDER } from "../../foundation/types/index.ts";

/** A resource whose sensitive values a config takes, and where it puts them. */
export interface SecretUse {
  target: ResourceRef;
  /** In the config. */
  paths: Path[];
}

/** Which sensitive values the references of a config take, as far as the types tell. */
export function secretUses(references: readonly Reference[], types: OrganizationTypes): SecretUse[] {
  const uses = new Map<string, SecretUse>();
  for (const reference of references) {
    if (!takesSecret(reference, types)) continue;
    const key = resourceKey(reference.target);
    const use = uses.get(key) ?? { target: reference.target, paths: [] };
    uses.set(key, use);
    use.paths.push([...reference.path]);
  }
  return [...uses.values()];
}

/** The uses in `after` that are not in `before` at the same places. */
export function newSecretUses(before: readonly SecretUse[], after: readonly SecretUse[]): SecretUse[] {
  const nameOf = (target: ResourceRef, path: Path) => `${resourceKey(target)} ${formatPath(path)}`;
  const had = new Set(before.flatMap(({ target, paths }) => paths.map((path) => nameOf(target, path))));
  return after.flatMap(({ target, paths }) => {
    const fresh = paths.filter((path) => !had.has(nameOf(target, path)));
    return fresh.length > 0 ? [{ target, paths: fresh }] : [];
  });
}

/** A use as the audit log records it, with the secret as the target. @param config that takes it, as stored */
export function secretUseFacts(
  use: SecretUse,
  usedBy: ResourceRef,
  config: Json,
): { target: string; details: { [key: string]: Json } } {
  return {
    target: resourceId(use.target),
    details: { used_by: resourceId(usedBy), provider: usedBy.provider, places: placesOf(config, use.paths) },
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

/** Places of a config such as `config.password`, each once and as far as they may be shown. @param config as stored */
export function placesOf(config: Json, paths: readonly Path[]): string[] {
  return [...new Set(paths.map((path) => formatPath(["config", ...visiblePath(config, path)])))];
}
