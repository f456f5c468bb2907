import type { ProviderNetwork } from "@pragma/contract";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import { endBuild } from "@pragma/db/queries";
import { storableText } from "../../foundation/common/storable-text.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { artefactKey } from "../blob-keys.ts";
import { checkTypes } from "../check-types.ts";
import type { ClaimedBuild } from "./claim-build.ts";

/** The result of a build: a program and its description of itself, or why there is none. */
export type BuildResult =
  | {
      artefact: Buffer;
      /** `sha256:…` of the artefact. */
      artefactHash: string;
      /** Network that the package asks for. */
      network: ProviderNetwork;
      types: ProviderDescription["types"];
    }
  | {
      /** For the author of the package: what went wrong, and where. */
      error: string;
    };

const MAX_ERROR_CHARACTERS = 4096;

/**
 * Finishes a build. It fails if one of its types cannot be used, naming the type.
 * @returns the outcome, or null if another worker has taken it over, or it is gone
 */
export async function finishBuild(
  core: Core,
  build: ClaimedBuild,
  result: BuildResult,
): Promise<{ status: "success" } | { status: "failed"; error: string } | null> {
  const { organizationId, provider, version } = build;
  const error = "error" in result ? result.error : await checkTypes(core, organizationId, provider, result.types);
  const written = await unitOfWork(core, async ({ db }) => {
    const tenant = db.tenant(organizationId);
    if (error !== null || "error" in result) {
      const message = storableText(error ?? "")
        .slice(0, MAX_ERROR_CHARACTERS)
        .toWellFormed();
      return endBuild(tenant, build, {
        status: "failed",
        error: message,
        artefactHash: null,
        network: null,
        types: null,
      });
    }
    const { artefact, artefactHash, network, types } = result;
    const json = JSON.stringify(types);
    if (!(await endBuild(tenant, build, { status: "success", error: null, artefactHash, network, types: json }))) {
      return false;
    }
    await core.services.blobs.put(db, organizationId, artefactKey(provider, version), artefact);
    return true;
  });
  core.wakeUp.buildChanged(organizationId, provider, version);
  if (!written) return null;
  return error === null ? { status: "success" } : { status: "failed", error };
}
