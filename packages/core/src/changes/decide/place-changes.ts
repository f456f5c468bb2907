import type { Json, PlannedChange } from "@pragma/contract";
import { containsEnvelope, formatPath, jsonEqual, MASK, type Path, type SecretBox, sealedDiff } from "@pragma/language";
import { presentChanges } from "../../resources/present/present-changes.ts";
import type { PlaceValue } from "./known-state.ts";
import { uncomparedChange } from "./uncompared-secrets.ts";

/** The differences of two configs, as a plan shows them. @param path where in the config they are */
export function shownDiff(before: Json | undefined, after: Json, path: Path, box: SecretBox): PlannedChange[] {
  return presentChanges(sealedDiff(before, after, box, { prefix: ["config", ...path] })).map(withSensitivity);
}

/**
 * Changes to a place of a config whose references are resolved.
 * @param mayCompare the caller may learn whether a secret is what they guess
 */
export function placeChanges(
  before: Json | undefined,
  path: Path,
  value: PlaceValue,
  { box, mayCompare }: { box: SecretBox; mayCompare: boolean },
): PlannedChange[] {
  if (value.kind === "known") {
    if (!mayCompare && (containsEnvelope(before) || containsEnvelope(value.value))) {
      // The very same text of a sealed value is not what somebody guessed.
      return jsonEqual(before, value.value) ? [] : [uncomparedChange(formatPath(["config", ...path]))];
    }
    return shownDiff(before, value.value, path, box);
  }
  const [shown] = presentChanges(sealedDiff(before ?? null, undefined, box, { prefix: ["config", ...path] }));
  const was = shown?.before ?? null;
  return [
    {
      path: formatPath(["config", ...path]),
      before: was,
      after: null,
      ...(value.kind === "unknown" ? { unknown: { from: value.from } } : {}),
      ...(was === MASK ? { sensitive: true as const } : {}),
    },
  ];
}

/** Says of a change whether it is masked. */
export function withSensitivity(change: PlannedChange): PlannedChange {
  return change.before === MASK || change.after === MASK ? { ...change, sensitive: true } : change;
}
