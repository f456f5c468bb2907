import type { Json, JsonObject, PlannedChange } from "@pragma/contract";
import {
  containsEnvelope,
  findDrift,
  formatPath,
  getPath,
  immutableChanges,
  mapJson,
  type Path,
  PathPatterns,
  parsePath,
  parseReferences,
  parseTemplate,
  revealJson,
  type SecretBox,
} from "@pragma/language";
import { validationError } from "../../foundation/common/errors.ts";
import { checkHandling } from "../../resources/apply/check-handling.ts";
import type { ImportedThing } from "../../resources/apply/imported-thing.ts";
import { withFound } from "../../resources/drift/with-found.ts";
import type { DecidedDocument } from "./decision.ts";
import { shownDiff } from "./place-changes.ts";
import { uncomparedChange } from "./uncompared-secrets.ts";

/** Settings of the comparison. */
export interface AdoptionView {
  box: SecretBox;
  /** The caller may learn whether a secret is what they guess. */
  mayCompare: boolean;
}

/**
 * Tells what taking over a thing would change of it: the differences of its first update. A reference, which has no value yet, is one that
 * may differ.
 * @param imported what its provider said; undefined if it was not asked
 * @throws DomainError validation_failed if there is no such thing, or an immutable field of it is another one
 */
export function tellAdoption(
  decided: DecidedDocument,
  identity: string,
  imported: ImportedThing | undefined,
  { box, mayCompare }: AdoptionView,
): void {
  const { input, existing, type, desired } = decided;
  if (!desired) return;
  if (!imported || "silent" in imported) {
    const why = imported ? `: ${imported.silent}` : ", which is asked when the plan is made";
    decided.warnings.push(
      `What "${identity}" is like is not known${why}. It is taken over by what its provider says then`,
    );
    decided.changes = [{ path: "config", before: null, after: null, unknown: { from: "provider" } }];
    return;
  }
  if ("absent" in imported)
    throw refused("adopt", `There is no ${input.resource} "${identity}" to take over`, "absent");
  const ignored = new PathPatterns(checkHandling(input, existing, type)?.ignore ?? []);
  const declared = desired.sealedConfig;
  const unresolved = referencePaths(declared);
  const isIgnored = (path: Path): boolean => ignored.covers(path) || unresolved.has(formatPath(path));
  const [plain, found] = [declared, imported.found].map((value) => revealJson(value, box) as JsonObject) as [
    JsonObject,
    JsonObject,
  ];
  const meant = (type?.stringReferences ?? true) ? (mapJson(plain, withoutEscapes) as JsonObject) : plain;
  const differences = findDrift(meant, found, { isIgnored });
  const places = differences.map(({ path, found: value }) => ({
    path: parsePath(path) ?? [],
    found: value === null ? undefined : value,
  }));
  const [immutable] = type ? immutableChanges(type.annotations, withFound(meant, places, box), meant) : [];
  if (immutable) {
    const field = formatPath(["config", ...immutable]);
    throw refused(
      "adopt",
      `"${identity}" has another ${field}, which cannot be changed once the resource exists`,
      "immutable",
    );
  }
  decided.changes = [
    ...places.flatMap(({ path }) => differenceAt(path, declared, imported.found, { box, mayCompare })),
    ...[...unresolved].map(([path, from]): PlannedChange => {
      return { path: `config.${path}`, before: null, after: null, unknown: { from } };
    }),
  ];
}

function differenceAt(path: Path, declared: JsonObject, found: JsonObject, view: AdoptionView): PlannedChange[] {
  const [before, after] = [sealedAt(found, path), sealedAt(declared, path)];
  if (!view.mayCompare && (containsEnvelope(before) || containsEnvelope(after))) {
    return [uncomparedChange(formatPath(["config", ...path]))];
  }
  return shownDiff(before, after ?? null, path, view.box);
}

/** The value of a path, or the envelope that it is in. */
function sealedAt(config: JsonObject, path: Path): Json | undefined {
  for (let length = path.length; length > 0; length--) {
    const value = getPath(config, path.slice(0, length));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A text that has no reference, as its provider gets it: `$${` is a plain `${`. */
function withoutEscapes(value: Json): Json | undefined {
  const parts = typeof value === "string" ? parseTemplate(value) : null;
  return parts?.every((part) => part.kind === "text") ? parts.map((part) => part.text).join("") : undefined;
}

/** Where a config has references, with what each begins with: as a text that names it. */
function referencePaths(config: JsonObject): Map<string, string> {
  const { references } = parseReferences(config, { stringReferences: true });
  return new Map(
    references.map(({ path, target }) => [formatPath(path), `${target.provider}/${target.resource}/${target.name}`]),
  );
}

function refused(field: string, msg: string, type: string) {
  return validationError([{ loc: ["body", field], msg, type }]);
}
