import { type FileRow, findCurrentFile, findFileVersion } from "@pragma/db/queries";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import { DomainError, notFound } from "../../foundation/common/errors.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { blobKey } from "../built-ins/file/checksum.ts";
import { verifySignature } from "../built-ins/file/signature.ts";

/** A file to be sent to a client. */
export interface Download {
  contentType: string;
  size: number;
  /** `sha256:…`, suitable as an entity tag. */
  checksum: string;
  uploadedAt: string;
  /**
   * The bytes, part by part; it fails where the file is deleted before the last.
   * @throws DomainError not_found if it has been deleted since it was found
   */
  open(): Promise<AsyncIterable<Buffer>>;
}

/**
 * The file for an authenticated client: the version of its last success or, before the first one, the last upload.
 * @throws DomainError not_found
 */
export async function downloadFile(core: Core, context: RequestContext, name: string): Promise<Download> {
  const file = await findCurrentFile(core.db.tenant(context.organizationId), name);
  return download(core, context.organizationId, name, file);
}

/** Describes the file that an authenticated client would download. @throws DomainError not_found */
export async function describeFile(
  core: Core,
  { organizationId }: RequestContext,
  name: string,
): Promise<Omit<Download, "open">> {
  const { open: _unread, ...facts } = download(
    core,
    organizationId,
    name,
    await findCurrentFile(core.db.tenant(organizationId), name),
  );
  return facts;
}

/**
 * The file for a public URL: the version that it was signed for, as long as that is kept.
 * @throws DomainError not_authenticated if the signature is forged or expired, not_found
 */
export async function downloadSignedFile(
  core: Core,
  name: string,
  query: { expires: string; signature: string },
): Promise<Download> {
  const signed = verifySignature(core.services, name, query);
  if (!signed) throw new DomainError("not_authenticated", "Not authenticated");
  const file = await findFileVersion(core.db.tenant(signed.organizationId), name, signed.checksum);
  return download(core, signed.organizationId, name, file);
}

function download(core: Core, organizationId: string, name: string, file: FileRow | undefined): Download {
  if (!file) throw notFound("File");
  return {
    // Older rows may have types that are refused today: no header can carry them.
    contentType: /^[ -~]+$/.test(file.content_type) ? file.content_type : "application/octet-stream",
    size: file.size,
    checksum: file.checksum,
    uploadedAt: file.uploaded_at,
    open: () => openParts(core.services.blobs.read(core.db, organizationId, blobKey(name, file.checksum)), file.size),
  };
}

async function openParts(parts: AsyncIterable<Buffer>, size: number): Promise<AsyncIterable<Buffer>> {
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done && size > 0) throw notFound("File");
  return allOf(first, iterator, size);
}

/** Ends only once all bytes were there: whoever was told a size waits for them. */
async function* allOf(
  first: IteratorResult<Buffer>,
  rest: AsyncIterator<Buffer>,
  size: number,
): AsyncGenerator<Buffer> {
  let missing = size;
  for (let part = first; !part.done; part = await rest.next()) {
    missing -= part.value.length;
    yield part.value;
  }
  if (missing > 0) throw notFound("File");
}
