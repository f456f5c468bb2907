import { childrenOf, textOf } from "../../../src/client/parse-xml.ts";
import { type Answer, document, done } from "./answer.ts";
import { DOCUMENT_KINDS, demandMd5, handleDocument, parseBody } from "./documents.ts";
import { listObjects, listVersions } from "./lists.ts";
import { type Incoming, parameter } from "./request.ts";
import { S3Error } from "./s3-error.ts";
import { type Bucket, newBucket, removeVersion } from "./state.ts";

const FIRST_REGION = "us-east-1";
const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Makes a bucket. */
export function createBucket(
  buckets: Map<string, Bucket>,
  request: Incoming,
  { name, owner, region }: { name: string; owner: string; region: string },
): Answer {
  if (!NAME.test(name)) throw new S3Error(400, "InvalidBucketName", "A bucket cannot have that name.");
  const text = request.body.toString("utf8");
  const wanted = text === "" ? "" : textOf(parseBody(text, "CreateBucketConfiguration"), "LocationConstraint");
  if (wanted !== (region === FIRST_REGION ? "" : region)) {
    throw new S3Error(
      400,
      "IllegalLocationConstraintException",
      `'${wanted}' is not a region that this endpoint makes buckets in.`,
    );
  }
  const existing = buckets.get(name);
  if (existing && existing.owner !== owner)
    throw new S3Error(409, "BucketAlreadyExists", "Somebody has a bucket of that name.");
  // The oldest region answers as if it had made what was there.
  if (existing && region !== FIRST_REGION) throw new S3Error(409, "BucketAlreadyOwnedByYou", "You have it already.");
  if (!existing) buckets.set(name, newBucket(name, owner, region));
  return { status: 200, headers: { location: `/${name}` } };
}

/** Does with a bucket what a request asks for. */
export function handleBucket(buckets: Map<string, Bucket>, bucket: Bucket, request: Incoming): Answer {
  const kind = DOCUMENT_KINDS.find((name) => parameter(request, name) !== undefined);
  if (kind) return handleDocument(bucket, kind, request);
  if (parameter(request, "versioning") !== undefined) return handleVersioning(bucket, request);
  if (request.method === "HEAD") return { status: 200, headers: { "x-amz-bucket-region": bucket.region } };
  if (request.method === "DELETE") return remove(buckets, bucket);
  if (request.method === "POST" && parameter(request, "delete") !== undefined) return deleteObjects(bucket, request);
  if (request.method !== "GET") throw new S3Error(405, "MethodNotAllowed", "That cannot be done with a bucket.");
  return parameter(request, "versions") === undefined ? listObjects(bucket, request) : listVersions(bucket, request);
}

function remove(buckets: Map<string, Bucket>, bucket: Bucket): Answer {
  if (bucket.objects.size > 0) throw new S3Error(409, "BucketNotEmpty", "The bucket is not empty.");
  buckets.delete(bucket.name);
  return done;
}

function handleVersioning(bucket: Bucket, { method, body }: Incoming): Answer {
  const name = "VersioningConfiguration";
  if (method === "GET") return document(name, { Status: bucket.versioning || undefined });
  const status = textOf(parseBody(body.toString("utf8"), name), "Status");
  if (status !== "Enabled" && status !== "Suspended") throw new S3Error(400, "MalformedXML", "Its status is none.");
  bucket.versioning = status;
  return { status: 200 };
}

function deleteObjects(bucket: Bucket, request: Incoming): Answer {
  demandMd5(request);
  for (const object of childrenOf(parseBody(request.body.toString("utf8"), "Delete"), "Object")) {
    removeVersion(bucket, textOf(object, "Key") ?? "", textOf(object, "VersionId") ?? "null");
  }
  return document("DeleteResult", {});
}
