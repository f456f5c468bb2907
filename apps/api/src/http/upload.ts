import type { MultipartFile } from "@fastify/multipart";
import { GatheredBytes } from "@pragma/core/gathered-bytes";
import type { FastifyRequest } from "fastify";
import { HttpError, unprocessable } from "./http-error.ts";
import { hasLeft, senderLeft } from "./read-body.ts";

/**
 * The single file of a multipart body, in memory: uploads are bounded, and their hash is needed before they are stored.
 */
export type UploadedFile = { filename: string | undefined; contentType: string; bytes: Buffer };

/**
 * Reads the file in `field`.
 * @throws HttpError 422 if it is not there, or the body is malformed; 413 if it is too large; 400 if the sender leaves before the end
 */
export function readUpload(request: FastifyRequest, field: string): Promise<UploadedFile> {
  return readFilePart(request, field, {}, async (part) => ({
    filename: part.filename,
    contentType: part.mimetype,
    bytes: await bytesOf(part),
  }));
}

async function bytesOf({ file }: MultipartFile): Promise<Buffer> {
  const bytes = new GatheredBytes();
  for await (const piece of file) bytes.add(piece as Buffer);
  if (file.truncated) throw new HttpError("payload_too_large", "The file is too large");
  return bytes.all();
}

/**
 * Passes the file in `field` to `read`, and makes sure that it is the only part.
 * @param limits instead of those of all uploads
 * @throws like `readUpload`, and whatever `read` throws
 */
export async function readFilePart<Result>(
  request: FastifyRequest,
  field: string,
  limits: { fileSize?: number },
  read: (part: MultipartFile) => Promise<Result>,
): Promise<Result> {
  if (hasLeft(request.raw)) throw senderLeft();
  let result: { value: Result } | undefined;
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type !== "file" || part.fieldname !== field) throw missing(field, `instead of ${part.fieldname}`);
      result = { value: await read(part) };
    }
  } catch (error) {
    if (error instanceof HttpError || (error instanceof Error && "statusCode" in error)) throw error;
    // The parser's own errors are plain errors that say what it expected.
    const reason = error instanceof Error ? error.message : "";
    throw unprocessable({
      loc: ["body"],
      msg: `must be valid multipart/form-data: ${reason}`,
      type: "multipart_invalid",
    });
  }
  if (result === undefined) throw missing(field, "");
  return result.value;
}

function missing(field: string, instead: string): HttpError {
  return unprocessable({
    loc: ["body", field],
    msg: `one file is required in this field ${instead}`.trim(),
    type: "missing",
  });
}
