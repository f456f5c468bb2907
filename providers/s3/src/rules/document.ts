import { type Call, send } from "../client/send.ts";

/** A set of rules as the S3 API has it: a document that belongs to a bucket. */
export interface DocumentKind {
  /** What the query of its requests is. */
  readonly query: "policy" | "lifecycle" | "cors";
  /** Code of the error for a bucket without one. */
  readonly absent: string;
  readonly contentType: "application/xml" | "application/json";
}

const NO_BUCKET = "NoSuchBucket";

/** The document of a bucket; null if it has none, or there is no bucket. */
export async function readDocument(
  call: Call,
  bucket: string,
  { query, absent }: DocumentKind,
): Promise<Buffer | null> {
  const { code, body } = await send(call, { method: "GET", bucket, query: { [query]: "" } }, [absent, NO_BUCKET]);
  return code === null ? body : null;
}

/** Gives a bucket this document in place of the one that it has. */
export async function writeDocument(
  call: Call,
  bucket: string,
  { query, contentType }: DocumentKind,
  body: string,
): Promise<void> {
  const headers = { "content-type": contentType };
  await send(call, { method: "PUT", bucket, query: { [query]: "" }, headers, body });
}

/** Takes its document from a bucket. */
export async function deleteDocument(call: Call, bucket: string, { query, absent }: DocumentKind): Promise<void> {
  await send(call, { method: "DELETE", bucket, query: { [query]: "" } }, [absent, NO_BUCKET]);
}
