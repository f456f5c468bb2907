import { isInFlight } from "@pragma/contract";
import { findResource, removeFiles } from "@pragma/db/queries";
import { recordAudit } from "../../foundation/audit/index.ts";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { blobKey } from "../built-ins/file/checksum.ts";

/**
 * Deletes all versions of a file's bytes. The resource `pragma/file/{name}` stays, and refers to bytes that are gone,
 * until it is deleted or other bytes are uploaded. Does nothing for a file that does not exist.
 * @throws DomainError change_in_flight while an event of the resource may be using them, deletion_protected
 */
export async function deleteFile(core: Core, context: RequestContext, name: string): Promise<void> {
  const { organizationId } = context;
  await unitOfWork(core, async ({ db, services: { blobs } }) => {
    const tenant = db.tenant(organizationId);
    const resource = await findResource(tenant, `pragma/file/${name}`);
    if (resource && isInFlight(resource.lifecycle_state)) {
      throw new DomainError(
        "change_in_flight",
        `${resource.id} is ${resource.lifecycle_state}: delete its bytes once it is ready or failed`,
        { resource_id: resource.id, current_state: resource.lifecycle_state },
      );
    }
    if (resource?.deletion_protected) {
      throw new DomainError("deletion_protected", `${resource.id} is protected from deletion`, {
        resource_id: resource.id,
        protected: [resource.id],
      });
    }
    const checksums = await removeFiles(tenant, name);
    if (checksums.length === 0) return;
    await blobs.remove(
      db,
      organizationId,
      checksums.map((checksum) => blobKey(name, checksum)),
    );
    await recordAudit(db, context, {
      action: "file.delete",
      target: name,
      outcome: "success",
      details: { versions: checksums.length },
    });
  });
}
