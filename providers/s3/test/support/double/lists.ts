import { type Answer, document } from "./answer.ts";
import { type Incoming, parameter } from "./request.ts";
import { type Bucket, current, sortedKeys, type Version } from "./state.ts";

const MOST = 1000;

/** A part of the keys of a bucket, in their order (ListObjectsV2). */
export function listObjects(bucket: Bucket, request: Incoming): Answer {
  const after = parameter(request, "continuation-token") ?? parameter(request, "start-after") ?? "";
  const prefix = parameter(request, "prefix") ?? "";
  const isPast = (key: string) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
  const keys = sortedKeys(bucket).filter((key) => key.startsWith(prefix) && isPast(key) && current(bucket, key));
  const part = keys.slice(0, mostOf(request));
  return document("ListBucketResult", {
    Name: bucket.name,
    ...encoding(request),
    KeyCount: part.length,
    IsTruncated: part.length < keys.length,
    Contents: part.map((key) => ({
      Key: keyText(key, request),
      Size: current(bucket, key)?.content.length ?? 0,
      StorageClass: "STANDARD",
    })),
  });
}

/** The first versions of a bucket (ListObjectVersions). */
export function listVersions(bucket: Bucket, request: Incoming): Answer {
  const all = sortedKeys(bucket).flatMap((key) =>
    (bucket.objects.get(key) ?? []).toReversed().map((version) => ({ key, version })),
  );
  const part = all.slice(0, mostOf(request));
  const shown = (isMark: boolean) =>
    part
      .filter(({ version }) => (version.content === null) === isMark)
      .map(({ key, version }) => shownAs(key, version, request));
  return document("ListVersionsResult", {
    Name: bucket.name,
    ...encoding(request),
    IsTruncated: part.length < all.length,
    Version: shown(false),
    DeleteMarker: shown(true),
  });
}

function shownAs(key: string, { id, content }: Version, request: Incoming) {
  return { Key: keyText(key, request), VersionId: id, ...(content !== null && { Size: content.length }) };
}

function mostOf(request: Incoming): number {
  return Math.min(MOST, Number(parameter(request, "max-keys") ?? MOST));
}

function encoding(request: Incoming): { EncodingType?: string } {
  return parameter(request, "encoding-type") === "url" ? { EncodingType: "url" } : {};
}

/** A blank as in forms, as Amazon S3 has it. */
function keyText(key: string, request: Incoming): string {
  if (parameter(request, "encoding-type") !== "url") return key;
  return encodeURIComponent(key).replaceAll("%2F", "/").replaceAll("%20", "+");
}
