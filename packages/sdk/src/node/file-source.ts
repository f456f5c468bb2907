import { createReadStream } from "node:fs";
import { access, constants } from "node:fs/promises";
import { basename } from "node:path";
import type { UploadFile } from "../client/internal/upload-body.ts";

/**
 * A file on disk, to upload: read while it is sent, so nothing is buffered, and read again for a retry.
 *
 * @throws Error of Node if it cannot be read
 */
export async function fileSource(path: string, type?: string): Promise<UploadFile> {
  await access(path, constants.R_OK);
  return { name: basename(path), stream: () => createReadStream(path), ...(type === undefined ? {} : { type }) };
}
