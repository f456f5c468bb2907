import { createHmac } from "node:crypto";
import type { Finding, Json, JsonObject } from "@pragma/contract";
import type { ProviderFound } from "@pragma/contract/provider-protocol";
import {
  canonicalJson,
  checkIJson,
  type DriftChange,
  findDrift,
  findForgedEnvelope,
  formatPath,
  jsonSize,
  MAX_RESOLVED_SIZE,
  PathPatterns,
  revealJson,
  type SecretBox,
  sealPaths,
  sensitivePaths,
  tooManySensitive,
} from "@pragma/language";
import { collectSecrets, redactText } from "../../foundation/secrets/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { storedHandling } from "../../resources/apply/kept-fields.ts";
import { withoutSignatures } from "../../resources/built-ins/file/signature.ts";
import { isCorrectable } from "../../resources/recover/index.ts";
import type { Check } from "./check.ts";
import { failedCheck } from "./failed-check.ts";
import { type SealedChange, sealChanges } from "./seal-changes.ts";

/** What a look found; null if the thing is certainly absent. */
export type Found = ProviderFound | null;

/** What a check comes to. */
export type Verdict =
  | { kind: "in sync" }
  /** Found absent for the first time, or again too soon. */
  | { kind: "absent" }
  | { kind: "finding"; found: Finding; changes: SealedChange[]; hash: string; isNew: boolean; isToCorrect: boolean }
  /** Nothing was found out. */
  | { kind: "error"; message: string; isTimeout?: true };

/** One that is found absent twice is missing, if the looks lie this far apart. */
export const ABSENT_SECONDS = 10;
/** Differences that are kept of a finding; what is left is found once these are gone. */
const MOST_CHANGES = 1000;
const UNUSABLE = "The provider's answer cannot be used: ";
const PURPOSE = "pragma drift finding v1";
/** Of the hash of one that was corrected, or for which that was tried: that happens once. */
const CORRECTED = "pragma drift finding corrected v1";

/**
 * Compares what was found with what was declared: the config that last succeeded, in what its provider could find out and nobody
 * ignores, and the outputs.
 * @throws DecryptionError
 */
export function judgeCheck(core: Core, check: Check, found: Found): Verdict {
  if (found === null) {
    const isMissing = check.absentSeconds !== null && check.absentSeconds >= ABSENT_SECONDS;
    return isMissing ? finding(core, check, "missing", [], []) : { kind: "absent" };
  }
  const box = core.services.keyring.box(check.organizationId);
  const fault = findFault(found);
  // It names keys, which a provider makes of what it likes.
  if (fault !== undefined) return failedCheck(redactText(`${UNUSABLE}${fault}`, secretsOf(check, box)));
  const ignored = new PathPatterns(storedHandling(check.row)?.ignore ?? []);
  const compareConfig = (options: Parameters<typeof findDrift>[2]): DriftChange[] =>
    compare(core, sealedOf(check.row.applied_config), found.config, box, options);
  const config = compareConfig({ isIgnored: (path) => ignored.covers(path), limit: MOST_CHANGES });
  // Outputs may follow from what is ignored: where nothing else differs, they are no drift either.
  if (config.length === 0 && !ignored.isEmpty && compareConfig({ limit: 1 }).length > 0) return { kind: "in sync" };
  const limit = MOST_CHANGES - config.length;
  const outputs = compare(core, sealedOf(check.row.outputs), found.outputs, box, { limit });
  if (config.length + outputs.length === 0) return { kind: "in sync" };
  const { annotations, outputAnnotations } = check.type;
  const flagged = {
    config: sealFlagged(annotations, found.config ?? {}, box),
    outputs: sealFlagged(outputAnnotations, found.outputs ?? {}, box),
  };
  const secrets = [
    ...secretsOf(check, box),
    ...[flagged.config, flagged.outputs].flatMap((value) => collectSecrets(value, box)),
  ];
  const sealed = [
    ...sealChanges("config", config, sealedOf(check.row.applied_config), {
      ...{ box, secrets, annotations, found: flagged.config },
    }),
    ...sealChanges("outputs", outputs, sealedOf(check.row.outputs), {
      ...{ box, secrets, annotations: outputAnnotations, found: flagged.outputs },
    }),
  ];
  return finding(core, check, "drifted", [config, outputs], sealed);
}

/** Secrets that the provider was given, or has told before. @throws DecryptionError */
function secretsOf({ row, connection }: Check, box: SecretBox): string[] {
  return [sealedOf(row.applied_config), sealedOf(row.outputs), connection].flatMap((value) =>
    collectSecrets(value, box),
  );
}

/** What was found, with all sealed that the schema flags; all of it, if that is too much. */
function sealFlagged(annotations: Check["type"]["annotations"], found: JsonObject, box: SecretBox): Json {
  const flagged = sensitivePaths(annotations, found);
  return tooManySensitive(flagged) === null ? sealPaths(found, flagged, box) : box.seal(found);
}

function sealedOf(text: string | null): JsonObject {
  return text === null ? {} : (JSON.parse(text) as JsonObject);
}

function compare(
  core: Core,
  declared: JsonObject,
  found: JsonObject | undefined,
  box: SecretBox,
  options: Parameters<typeof findDrift>[2],
): DriftChange[] {
  const plain = (value: Json): JsonObject => withoutSignatures(core.services, value) as JsonObject;
  return findDrift(plain(revealJson(declared, box)), found && plain(found), options);
}

/** What makes an answer useless: a provider may say anything. */
function findFault(found: NonNullable<Found>): string | undefined {
  if (found.config && jsonSize(found.config, MAX_RESOLVED_SIZE) > MAX_RESOLVED_SIZE) {
    return "config is larger than one that can be declared";
  }
  for (const part of ["config", "outputs"] as const) {
    const value = found[part];
    if (value === undefined) continue;
    const fault = checkIJson(value);
    if (fault) return `${formatPath([part, ...fault.loc])} ${fault.msg}`;
    const forged = findForgedEnvelope(value);
    if (forged) return `${formatPath([part, ...forged])} has the key $encrypted, which is reserved`;
  }
  return undefined;
}

function finding(
  core: Core,
  check: Check,
  found: Finding,
  plain: readonly (readonly DriftChange[])[],
  changes: SealedChange[],
): Verdict {
  const text = canonicalJson([check.organizationId, check.row.key, found, plain as unknown as Json]);
  const [hashes, corrected] = [PURPOSE, CORRECTED].map((purpose) =>
    core.services.keyring.deriveKeys(purpose).map((key) => createHmac("sha256", key).update(text).digest("base64url")),
  ) as [string[], string[]];
  const known = check.row.drift === found ? check.findingHash : null;
  const isNew = known === null || ![...hashes, ...corrected].includes(known);
  const isToCorrect = isCorrectable(check.row) && (known === null || !corrected.includes(known));
  const fresh = (isToCorrect ? corrected[0] : hashes[0]) as string;
  return { kind: "finding", found, changes, hash: isNew || isToCorrect ? fresh : known, isNew, isToCorrect };
}
