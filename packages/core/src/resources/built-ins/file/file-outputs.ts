import type { JsonObject } from "@pragma/contract";
import {
  type FileRow,
  findNewestFile,
  keepFileVersion,
  putFile,
  removeOldFiles,
  replaceUploads,
} from "@pragma/db/queries";
import { type QuotaOwner, withinQuota } from "../../../foundation/limits/index.ts";
import type { Core } from "../../../foundation/unit-of-work/core.ts";
import { unitOfWork } from "../../../foundation/unit-of-work/unit-of-work.ts";
import { blobKey, checksumOf } from "./checksum.ts";
import { fileUrl } from "./signature.ts";

/**
 * The outputs of a `pragma/file` whose event runs: stores `content` if the config has it, else takes the bytes uploaded
 * last. Removes versions that neither the new nor the old outputs mention.
 *
 * The signed `public_url` is not included: it expires, so it is added when outputs are presented or resolved.
 *
 * @param config the resolved config: `content_type`, and `content` unless bytes are uploaded
 * @returns null if there is no content and nothing was uploaded
 */
export async function fileOutputs(
  core: Core,
  organizationId: string,
  name: string,
  config: JsonObject,
): Promise<JsonObject | null> {
  const { content, content_type: contentType } = config;
  const file =
    typeof content === "string"
      ? await storeContent(core, organizationId, name, content, String(contentType))
      : await findNewestFile(core.db.tenant(organizationId), name, "upload");
  if (!file) return null;
  const old = await removeOldFiles(core.db.tenant(organizationId), name, file.checksum);
  await core.services.blobs.remove(
    core.db,
    organizationId,
    old.map((checksum) => blobKey(name, checksum)),
  );
  return {
    url: fileUrl(core.services, name),
    size: file.size,
    content_type: typeof contentType === "string" ? contentType : file.content_type,
    checksum: file.checksum,
    uploaded_at: file.uploaded_at,
  };
}

function storeContent(
  core: Core,
  organizationId: string,
  name: string,
  content: string,
  contentType: string,
): Promise<FileRow> {
  return unitOfWork(core, async (unit) => {
    const bytes = Buffer.from(content);
    const file = await storeFile(unit, { organizationId }, { name, bytes, contentType, source: "content" });
    await replaceUploads(unit.db.tenant(organizationId), name, file.checksum);
    return file;
  });
}

/** A file to be stored. */
export interface NewFile {
  name: string;
  bytes: Buffer;
  contentType: string;
  source: "upload" | "content";
}

/**
 * Stores a version of a file: its bytes and their metadata. Call it in a transaction. A version that is already stored
 * takes no more of the quota.
 * @throws DomainError quota_exceeded
 */
export async function storeFile(core: Core, organization: QuotaOwner, file: NewFile): Promise<FileRow> {
  const { name, bytes, contentType, source } = file;
  const { organizationId } = organization;
  const checksum = checksumOf(bytes);
  const tenant = core.db.tenant(organizationId);
  // Keeps a known version from being deleted meanwhile: it would be stored again without being counted.
  const isKnown = await keepFileVersion(tenant, name, checksum);
  const stored = await withinQuota(core, organization, "file_bytes", isKnown ? 0 : bytes.length, async () => {
    await core.services.blobs.put(core.db, organizationId, blobKey(name, checksum), bytes);
    return putFile(tenant, name, { checksum, contentType, size: bytes.length, source });
  });
  return stored as FileRow;
}
