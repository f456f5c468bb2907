import { type ApplyInput, type FileInfo, isInFlight } from "@pragma/contract";
import { type FileRow, findResource, type ResourceRow } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, validationError } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../foundation/unit-of-work/unit-of-work.ts";
import { applyResource } from "../apply/apply-resource.ts";
import { storeFile } from "../built-ins/file/file-outputs.ts";
import { fileUrl, signPublicUrl } from "../built-ins/file/signature.ts";
import { isLeaving } from "../lifecycle/index.ts";
import { isMediaType } from "./media-type.ts";

export interface Upload {
  name: string;
  /** Media type of the bytes. */
  contentType: string;
  bytes: Buffer;
}

/**
 * Uploads a file: the same as applying `pragma/file/{name}` as pending with these bytes. Bytes and resource are written
 * in one transaction, so a refused apply leaves no bytes.
 *
 * @throws DomainError payload_too_large, quota_exceeded, validation_failed, change_in_flight while it is pending or
 *   processing, and the refusals of an apply
 */
export async function uploadFile(core: Core, context: RequestContext, upload: Upload): Promise<FileInfo> {
  checkUpload(core, upload);
  const { name, contentType, bytes } = upload;
  return unitOfWork(core, async (unit) => {
    const existing = await findResource(unit.db.tenant(context.organizationId), `pragma/file/${name}`);
    // An apply of an equal config in flight would succeed, but an upload would swap the bytes under a running event.
    if (existing && !isLeaving(existing) && isInFlight(existing.lifecycle_state)) throw inFlight(existing);
    const file = await storeFile(unit, context, { name, bytes, contentType, source: "upload" });
    const input: ApplyInput = {
      provider: "pragma",
      resource: "file",
      name,
      config: { content_type: contentType },
      lifecycle_state: "pending",
    };
    await applyResource(unit, context, input, { changed: checksumIn(existing) !== file.checksum });
    return fileInfo(core, context.organizationId, name, file);
  });
}

function checkUpload(core: Core, { bytes, contentType }: Upload): void {
  const { maxFileBytes } = core.services.settings;
  if (bytes.length > maxFileBytes) {
    throw new DomainError("payload_too_large", `The file is larger than ${maxFileBytes} bytes`);
  }
  if (!isMediaType(contentType)) {
    throw validationError([{ loc: ["body", "file"], msg: "Content-Type is not a media type", type: "media_type" }]);
  }
}

function inFlight(existing: ResourceRow): DomainError {
  return new DomainError(
    "change_in_flight",
    `${existing.id} is ${existing.lifecycle_state}: upload once it is ready or failed`,
    { resource_id: existing.id, current_state: existing.lifecycle_state, target_state: "pending" },
  );
}

function checksumIn(existing: ResourceRow | undefined): string | undefined {
  if (!existing?.outputs) return undefined;
  return (JSON.parse(existing.outputs) as { checksum?: string }).checksum;
}

function fileInfo(core: Core, organizationId: string, name: string, file: FileRow): FileInfo {
  return {
    url: fileUrl(core.services, name),
    public_url: signPublicUrl(core.services, organizationId, name, file.checksum),
    size: file.size,
    content_type: file.content_type,
    checksum: file.checksum,
    uploaded_at: file.uploaded_at,
  };
}
