import { createHmac } from "node:crypto";
import type { Json, PlannedChange } from "@pragma/contract";
import { MAX_PROTOCOL_ITEMS } from "@pragma/contract/provider-protocol";
import { formatPath, type Path, parsePath, revealJson, type SecretBox } from "@pragma/language";
import type { KnownType } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { ForeseenUpdate, UpdateQuestion } from "../../resources/apply/foreseen-update.ts";
import { withoutSignatures } from "../../resources/built-ins/file/signature.ts";

/** Which outputs an update changes, as long as its provider did not say. */
export const UNFORESEEN: PlannedChange = { path: "outputs", before: null, after: null, unknown: { from: "provider" } };

const PURPOSE = "pragma planned update v1";

/** Whether a type can tell what an update would do. */
export function canPlan(type: Pick<KnownType, "capabilities"> | undefined): boolean {
  return type?.capabilities.includes("plan") ?? false;
}

/** What is asked about an update; undefined if more of it is unknown than can be said. */
export function questionAbout(
  core: Core,
  box: SecretBox,
  key: string,
  { config, unknown }: { config: Json; unknown: readonly Path[] },
): UpdateQuestion | undefined {
  if (unknown.length > MAX_PROTOCOL_ITEMS) return undefined;
  const paths = unknown.map(formatPath);
  // A keyed hash: with a plain one, whoever reads the database could guess secrets.
  const [digestKey] = core.services.keyring.deriveKeys(PURPOSE);
  const plain = withoutSignatures(core.services, revealJson(config, box));
  const of = createHmac("sha256", digestKey as Buffer)
    .update(JSON.stringify([plain, paths]))
    .digest("base64url");
  return { key, of, after: config, unknown: paths };
}

/** Fields that only another thing can have, by what the provider said; none if it did not say. */
export function replacedFields(foreseen: ForeseenUpdate | undefined): Path[] {
  return foreseen && "told" in foreseen ? pathsOf(foreseen.told.replace) : [];
}

/** Those that can be read: a path is what a provider wrote. */
export function pathsOf(texts: readonly string[]): Path[] {
  return texts.flatMap((text) => [parsePath(text) ?? []]).filter((path) => path.length > 0);
}

/** What people read of it beside what changes. */
export function foreseenWarnings(foreseen: ForeseenUpdate): string[] {
  if ("told" in foreseen) return foreseen.told.warnings.map((text) => `Its provider says: ${text}`);
  return [`What this update does is not known: ${foreseen.silent}. It is carried out by what its provider says then`];
}
