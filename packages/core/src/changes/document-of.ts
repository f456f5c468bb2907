import { type ApplyInput, type JsonObject, resourceKey, type ValidationIssue } from "@pragma/contract";
import { revealJson } from "@pragma/language";
import type { RequestContext } from "../callers/caller.ts";
import { collectSecrets, DecryptionError } from "../secrets/index.ts";
import type { Core } from "../unit-of-work/core.ts";
import type { RequestedDocument } from "./request/change-request.ts";
import type { Snapshot } from "./write/snapshot.ts";

interface StoredDocument {
  document: RequestedDocument;
  /** Why its config cannot be read; its place is within the document. */
  issue?: ValidationIssue;
}

/** The document that asks for a resource as it is stored. */
export function documentOf(core: Core, { organizationId }: RequestContext, snapshot: Snapshot): StoredDocument {
  const box = core.services.keyring.box(organizationId);
  const { config, dependencies, set, is_draft, ...kept } = snapshot;
  try {
    const input: ApplyInput = {
      ...kept,
      config: revealJson(config, box) as JsonObject,
      dependencies,
      // They stay explicit, also where references have led to them since.
      depends_on: dependencies.map(resourceKey),
      lifecycle_state: is_draft ? "draft" : "pending",
    };
    return { document: { input, secrets: collectSecrets(config, box), set } };
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    const issue: ValidationIssue = { loc: ["config"], msg: error.message, type: "key_missing" };
    const { provider, resource, name } = kept;
    return { document: { input: { provider, resource, name, config: {} } }, issue };
  }
}
