import type { Json } from "@pragma/contract";
import type { SealableRow, SealedPatch } from "@pragma/db/maintenance";
import {
  isJsonObject,
  maskedPaths,
  maskJson,
  type Path,
  revealJson,
  type SecretBox,
  sealConfig,
  sealPaths,
  sensitivePaths,
} from "@pragma/language";
import { collectSecrets, taintedPaths } from "../../foundation/secrets/index.ts";
import { type KnownType, sensitiveConfigPaths, wholeConfigPaths } from "../../foundation/types/index.ts";
import { readReturnsTo } from "../../resources/lifecycle/index.ts";

/** The facts that decide which parts of a stored value are sealed: its type, and texts that are sensitive wherever they are. */
export interface Sealing {
  /** undefined if it is unknown. */
  type: KnownType | undefined;
  secrets: readonly string[];
  /** Where the resolved config is sealed by now, for values that it had before. */
  places?: readonly Path[];
  box: SecretBox;
}

/** Where a resolved config is sealed. @param resolved JSON */
export function sealedPlaces(resolved: string | null): Path[] {
  return resolved?.includes('"$encrypted"') ? maskedPaths(maskJson(JSON.parse(resolved) as Json)) : [];
}

/**
 * Seals the stored values of a resource by its current type. Sealed values stay sealed, since that may have another
 * reason, except in a config that was sealed as a whole because its type was unknown.
 * @returns undefined if nothing changes
 */
export function sealRow(row: SealableRow, sealing: Sealing): SealedPatch | undefined {
  const config = sealStoredConfig(row, sealing);
  const patch: SealedPatch = {
    sealed_whole: sealsWhole(row, config, sealing),
    config,
    resolved_config: sealResolved(row.resolved_config, sealing),
    handed_config: sealResolved(row.handed_config, sealing),
    applied_config: sealResolved(row.applied_config, sealing),
    outputs: sealStoredOutputs(row.outputs, sealing),
    ...sealSucceeded(row, sealing),
  };
  const { sealed_whole, ...texts } = patch;
  const isChanged = sealed_whole !== row.sealed_whole || Object.values(texts).some((text) => text !== null);
  return isChanged ? patch : undefined;
}

/** Seals a config with resolved references; null if nothing changes. */
export function sealResolved(text: string | null, { type, secrets, places = [], box }: Sealing): string | null {
  if (text === null) return null;
  const value = JSON.parse(text) as Json;
  // A config of an unknown type was never resolved; if its type was removed, it was sealed by that type.
  const marked = type ? sensitiveConfigPaths(type, value) : [];
  return changedText(value, sealPaths(value, [...marked, ...taintedPaths(value, secrets), ...places], box));
}

/** Seals what an action of a change keeps for its revert: the configs in it, as they were written. Null if nothing changes. */
export function sealSnapshot(text: string, sealing: Sealing): string | null {
  const kept = JSON.parse(text) as Json;
  if (!isJsonObject(kept)) return null;
  const copy = { ...kept };
  for (const part of ["before", "ran"]) {
    const holder = copy[part];
    if (!isJsonObject(holder) || holder.config === undefined) continue;
    const config = sealStoredConfig({ config: JSON.stringify(holder.config), sealed_whole: false }, sealing);
    if (config !== null) copy[part] = { ...holder, config: JSON.parse(config) as Json };
  }
  return Object.keys(copy).some((part) => copy[part] !== kept[part]) ? JSON.stringify(copy) : null;
}

/** The texts that are sealed in the new values but were not in the old ones. */
export function newlySealed(row: SealableRow, patch: SealedPatch, box: SecretBox): string[] {
  const before = new Set<string>();
  const after = new Set<string>();
  for (const column of ["resolved_config", "applied_config", "outputs"] as const) {
    const [old, changed] = [row[column], patch[column]];
    if (old === null || changed === null) continue;
    for (const text of collectSecrets(JSON.parse(old) as Json, box)) before.add(text);
    for (const text of collectSecrets(JSON.parse(changed) as Json, box)) after.add(text);
  }
  return [...after].filter((text) => !before.has(text));
}

/** The config that a discarded draft returns to, which may be sealed as a whole though the wanted one is not. */
function sealSucceeded(row: SealableRow, sealing: Sealing): Pick<SealedPatch, "succeeded_config" | "returns_to"> {
  const returnsTo = readReturnsTo(row);
  if (row.succeeded_config === null || !returnsTo) return { succeeded_config: null, returns_to: null };
  const before = { config: row.succeeded_config, sealed_whole: returnsTo.sealed_whole };
  const config = sealStoredConfig(before, sealing);
  const sealed_whole = sealsWhole(before, config, sealing);
  const isKept = sealed_whole === returnsTo.sealed_whole;
  return { succeeded_config: config, returns_to: isKept ? null : JSON.stringify({ ...returnsTo, sealed_whole }) };
}

function sealsWhole(
  { sealed_whole }: Pick<SealableRow, "sealed_whole">,
  config: string | null,
  { type }: Sealing,
): boolean {
  return type ? false : sealed_whole || config !== null;
}

function sealStoredConfig(
  { config: text, sealed_whole: sealedWhole }: Pick<SealableRow, "config" | "sealed_whole">,
  sealing: Sealing,
): string | null {
  const { type, secrets, box } = sealing;
  const stored = JSON.parse(text) as Json;
  const options = { stringReferences: type?.stringReferences ?? true };
  if (!type)
    return sealedWhole ? null : changedText(stored, sealConfig(stored, wholeConfigPaths(stored), box, options));
  const config = sealedWhole ? revealJson(stored, box) : stored;
  const paths = [...sensitiveConfigPaths(type, config), ...taintedPaths(config, secrets)];
  return changedText(stored, sealConfig(config, paths, box, options));
}

function sealStoredOutputs(text: string | null, { type, secrets, box }: Sealing): string | null {
  if (text === null) return null;
  const outputs = JSON.parse(text) as Json;
  const marked = type ? sensitivePaths(type.outputAnnotations, outputs) : [];
  return changedText(outputs, sealPaths(outputs, [...marked, ...taintedPaths(outputs, secrets)], box));
}

/** Values are copied only where they change. */
function changedText(before: Json, after: Json): string | null {
  return before === after ? null : JSON.stringify(after);
}
