import { type Json, type Path, type ResourceRef, resourceId, resourceKey } from "@pragma/contract";
import { formatPath, type Marks, type Reference } from "@pragma/language";
import {
  type KnownType,
  type OrganizationTypes,
  type OutputPath,
  outputPaths,
  PLATFORM_PROVIDER,
} from "../../types/index.ts";

/** A resource whose sensitive values a config takes, and where it puts them. */
export interface SecretUse {
  target: ResourceRef;
  /** Such as `config.password`. */
  places: string[];
}

const known = new WeakMap<KnownType, OutputPath[]>();

/** Which sensitive values the references of a config take, as far as the types tell. */
export function secretUses(references: readonly Reference[], types: OrganizationTypes): SecretUse[] {
  const uses = new Map<string, SecretUse>();
  for (const reference of references) {
    if (!takesSecret(reference, types)) continue;
    const key = resourceKey(reference.target);
    const use = uses.get(key) ?? { target: reference.target, places: [] };
    uses.set(key, use);
    const place = placeOf(reference.path);
    if (!use.places.includes(place)) use.places.push(place);
  }
  return [...uses.values()];
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
  if (field.root === "config") return annotations.marked.sensitive && isMarked(annotations.root, field.keys);
  if (!outputAnnotations.marked.sensitive) return false;
  const wanted = `${field.keys.join(".")}.`;
  return pathsOf(type).some(({ path, sensitive }) => {
    return sensitive && (wanted.startsWith(`${path}.`) || `${path}.`.startsWith(wanted));
  });
}

function pathsOf(type: KnownType): OutputPath[] {
  const paths = known.get(type) ?? outputPaths(type, null);
  known.set(type, paths);
  return paths;
}

function isMarked(root: Marks, keys: readonly string[]): boolean {
  let marks = root;
  for (const key of keys) {
    if (marks.sensitive) return true;
    marks = marks.property(key);
  }
  return marks.sensitive;
}

export function placeOf(path: Path): string {
  return formatPath(["config", ...path]);
}
