import type { Discovered } from "@pragma/contract";
import type { JsonObject } from "@pragma/language";
import { newManifest } from "../documents/manifest.ts";
import { writeManifest } from "../documents/write-manifest.ts";
import { literalConfig } from "./literal-config.ts";

/** A thing that exists, as `discover` tells of it. */
export interface Candidate extends Omit<Discovered["items"][number], "config"> {
  config?: Readonly<Record<string, unknown>> | undefined;
}

/** What the documents of candidates have in common. */
export interface CandidateType {
  provider: string;
  resource: string;
  /** Key or name of the connection; null for none. Left out, the documents say nothing of it. */
  connection?: string | null | undefined;
  /** What is known of their configs where the provider does not tell, such as what they were looked for by. */
  known?: JsonObject;
}

/**
 * Writes the document that takes a candidate over as it is, and leaves the thing where it is if the resource is deleted. Secrets are left
 * out: nobody could read them.
 * @param name of the resource
 * @returns YAML
 */
export function candidateDocument(type: CandidateType, { identity, tags, config }: Candidate, name: string): string {
  const { provider, resource, connection, known } = type;
  const manifest = newManifest({
    provider,
    resource,
    name,
    config: { ...known, ...literalConfig((config ?? {}) as JsonObject) },
  });
  return writeManifest({
    ...manifest,
    ...(connection === undefined ? {} : { connection }),
    adopt: identity,
    tags: [...tags],
    handling: { mode: "full", on_delete: "keep", ignore: [], drift: "report", paused: false },
  });
}
