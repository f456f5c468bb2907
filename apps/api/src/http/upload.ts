import type { FastifyRequest } from "fastify";
import { HttpError, unprocessable } from "./http-error.ts";

/** The one file of a multipart body, in memory: uploads are bounded, and their hash is needed before they are kept. */
export type UploadedFile = { filename: string | undefined; contentType: string; bytes: Buffer };

/**
 * Reads the file in `field`.
 * @throws HttpError 422 if it is not there, or the body is malformed; Fastify's own error (413) if it is too large
 */
export async function readUpload(request: FastifyRequest, field: string): Promise<UploadedFile> {
  let upload: UploadedFile | undefined;
  try {
    for await (const part of request.parts()) {
      if (part.type !== "file" || part.fieldname !== field) throw missing(field, `instead of ${part.fieldname}`);
      upload = { filename: part.filename, contentType: part.mimetype, bytes: await part.toBuffer() };
    }
  } catch (error) {
    if (error instanceof HttpError || (error instanceof Error && "statusCode" in error)) throw error;
    // What the parser itself refuses is a plain error that says what it expected.
    const reason = error instanceof Error ? error.message : "";
    throw unprocessable({
      loc: ["body"],
      msg: `must be valid multipart/form-data: ${reason}`,
      type: "multipart_invalid",
    });
  }
  if (upload === undefined) throw missing(field, "");
  return upload;
}

function missing(field: string, instead: string): HttpError {
  return unprocessable({
    loc: ["body", field],
    msg: `one file is required in this field ${instead}`.trim(),
    type: "missing",
  });
}
