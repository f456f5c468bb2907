import { type ApplyInput, type JsonObject, resourceKey, type ValidationIssue } from "@pragma/contract";
import { revealJson } from "@pragma/language";
import type { RequestContext } from "../foundation/callers/caller.ts";
import { collectSecrets, DecryptionError } from "../foundation/secrets/index.ts";
import type { Core } from "../foundation/unit-of-work/core.ts";
import { openNextDraft } from "../resources/apply/next-draft.ts";
import type { RequestedDocument, Restored } from "./request/change-request.ts";
import type { KeptSnapshot, Snapshot } from "./write/snapshot.ts";

interface StoredDocument {
  document: RequestedDocument;
  /** Why its config cannot be read; its place is within the document. */
  issue?: ValidationIssue;
}

/** The document that asks for a resource as it is stored. */
export function documentOf(core: Core, { organizationId }: RequestContext, snapshot: Snapshot): StoredDocument {
  const box = core.services.keyring.box(organizationId);
  const { config, dependencies, connection = null, set, is_draft, ...kept } = snapshot;
  try {
    const input: ApplyInput = {
      ...kept,
      // What an earlier release kept had none, and must not get the default of today.
      connection,
      config: revealJson(config, box) as JsonObject,
      dependencies,
      // They stay explicit, also where references have led to them since.
      depends_on: dependencies.map(resourceKey),
      lifecycle_state: is_draft ? "draft" : "pending",
    };
    return { document: { input, secrets: collectSecrets(config, box), set } };
  } catch (error) {
    const { provider, resource, name } = kept;
    return { document: { input: { provider, resource, name, config: {} } }, issue: keyMissing(error) };
  }
}

/** @throws error if it is another one */
function keyMissing(error: unknown): ValidationIssue {
  if (!(error instanceof DecryptionError)) throw error;
  return { loc: ["config"], msg: error.message, type: "key_missing" };
}

/** The document that brings back what a change has replaced: also what ran below a draft, and the draft with it. */
export function restoringDocument(
  core: Core,
  context: RequestContext,
  { before, ran, next, schemaId = null, had_failed }: KeptSnapshot & { before: Snapshot },
  { forced }: { forced: boolean },
): StoredDocument {
  const stored = documentOf(core, context, before);
  if (stored.issue) return stored;
  const force = forced ? { forced } : {};
  const restoring = ({ document, ...rest }: StoredDocument, restores: Restored): StoredDocument => {
    return { ...rest, document: { ...document, restores: { ...force, ...restores } } };
  };
  if (next) {
    try {
      return restoring(stored, { draft: { ...openNextDraft(core, context.organizationId, next), schemaId } });
    } catch (error) {
      return { ...stored, issue: keyMissing(error) };
    }
  }
  if (!before.is_draft) return restoring(stored, had_failed ? { hadFailed: true } : {});
  if (!ran) return restoring(stored, { below: ran === null ? "nothing" : "unknown" });
  const { secrets = [], input } = stored.document;
  const draft = {
    config: input.config as JsonObject,
    depends_on: input.depends_on ?? [],
    connection: before.connection ?? null,
    secrets,
    schemaId,
  };
  return restoring(documentOf(core, context, { ...before, ...ran, is_draft: false }), { draft });
}
