import { type Answer, document, done } from "./answer.ts";
import { readTagSet } from "./documents.ts";
import { type Incoming, parameter } from "./request.ts";
import { S3Error } from "./s3-error.ts";
import { addVersion, type Bucket, current, removeVersion, type Version } from "./state.ts";

const MOST_METADATA_BYTES = 2048;
const KEPT = /^(?:content-type|content-encoding|content-disposition|cache-control|x-amz-meta-.+)$/;

/** Does with one object of a bucket what a request asks for. */
export function handleObject(bucket: Bucket, key: string, request: Incoming): Answer {
  if (parameter(request, "tagging") !== undefined) return handleTagging(bucket, key, request);
  if (request.method === "PUT") return put(bucket, key, request);
  if (request.method === "DELETE") return remove(bucket, key, parameter(request, "versionId"));
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new S3Error(405, "MethodNotAllowed", "That cannot be done with an object.");
  }
  const version = find(bucket, key);
  return { status: 200, headers: headersOf(bucket, version), body: version.content };
}

function put(bucket: Bucket, key: string, { headers, body }: Incoming): Answer {
  if (headers["if-none-match"] === "*" && current(bucket, key)) {
    throw new S3Error(412, "PreconditionFailed", "One of the conditions of the request did not hold.");
  }
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
  const metadata = kept.filter(([name]) => name.startsWith("x-amz-meta-"));
  if (metadata.flat().join("").length > MOST_METADATA_BYTES)
    throw new S3Error(400, "MetadataTooLarge", "It is too large.");
  const tags = [...new URLSearchParams(headers["x-amz-tagging"] ?? "")];
  const version = addVersion(bucket, key, { content: body, headers: Object.fromEntries(kept), tags });
  return { status: 200, headers: markOf(bucket, version) };
}

function remove(bucket: Bucket, key: string, id: string | undefined): Answer {
  if (id !== undefined) removeVersion(bucket, key, id);
  else if (bucket.versioning === "") bucket.objects.delete(key);
  else addVersion(bucket, key, { content: null, headers: {}, tags: [] });
  return done;
}

function handleTagging(bucket: Bucket, key: string, { method, body }: Incoming): Answer {
  const version = find(bucket, key);
  if (method === "GET")
    return document("Tagging", { TagSet: { Tag: version.tags.map(([Key, Value]) => ({ Key, Value })) } });
  const tags = method === "DELETE" ? [] : readTagSet(body.toString("utf8"));
  const stored = bucket.objects.get(key)?.at(-1);
  if (stored !== undefined) stored.tags = tags;
  return method === "DELETE" ? done : { status: 200 };
}

function find(bucket: Bucket, key: string): Version & { content: Buffer } {
  const version = current(bucket, key);
  if (version === undefined) throw new S3Error(404, "NoSuchKey", "There is no object of that key.");
  return version;
}

function headersOf(bucket: Bucket, version: Version & { content: Buffer }): Record<string, string> {
  const length = { "content-length": String(version.content.length) };
  return { "content-type": "binary/octet-stream", ...version.headers, ...length, ...markOf(bucket, version) };
}

function markOf({ versioning }: Bucket, { id, etag }: Version): Record<string, string> {
  return { etag, ...(versioning !== "" && { "x-amz-version-id": id }) };
}
