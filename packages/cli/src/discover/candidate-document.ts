import { containsMask, type Json, type JsonObject, MAX_NAME_LENGTH, NAME_PATTERN } from "@pragma/language";
import { newManifest, writeManifest } from "@pragma/manifest";
import type { Candidate } from "@pragma/sdk";

/** What the documents of candidates have in common. */
export interface CandidateType {
  provider: string;
  resource: string;
  /** Key or name of the connection; null for none. Left out, the documents say nothing of it. */
  connection?: string | null | undefined;
}

/**
 * A document that takes a candidate over as it is, and leaves the thing where it is if the resource is deleted. Secrets are left out:
 * nobody could read them.
 */
export function candidateDocument(
  type: CandidateType,
  { identity, tags, config = {} }: Candidate,
  name: string,
): string {
  const { provider, resource, connection } = type;
  const manifest = newManifest({ provider, resource, name, config: withoutMasks(config as JsonObject) });
  return writeManifest({
    ...manifest,
    ...(connection === undefined ? {} : { connection }),
    adopt: identity,
    tags: [...tags],
    handling: { mode: "full", on_delete: "keep", ignore: [], drift: "report", paused: false },
  });
}

/** A name that a resource may have, as like as possible to the one that its provider proposes, and not taken. */
export function candidateName({ name, identity }: Candidate, taken: Set<string>): string {
  const plain = (name ?? identity).replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "");
  const base = plain.slice(0, MAX_NAME_LENGTH - 6) || "thing";
  let found = base;
  for (let count = 2; taken.has(found) || !NAME_PATTERN.test(found); count++) found = `${base}-${count}`;
  taken.add(found);
  return found;
}

function withoutMasks(config: JsonObject): JsonObject {
  const entries = Object.entries(config).filter(([, value]) => !containsMask(value as Json));
  return Object.fromEntries(entries);
}
