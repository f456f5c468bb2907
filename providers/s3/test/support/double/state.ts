import { createHash, randomBytes } from "node:crypto";

/** A version of an object; without content, the mark that it was deleted. */
export interface Version {
  id: string;
  content: Buffer | null;
  etag: string;
  /** Those that it is served with. */
  headers: Record<string, string>;
  tags: [name: string, value: string][];
}

/** A bucket. */
export interface Bucket {
  name: string;
  /** Access key of whom it belongs to. */
  owner: string;
  region: string;
  versioning: "" | "Enabled" | "Suspended";
  /** By the query that asks for them, as they are answered. */
  documents: Map<string, string>;
  /** Versions of each key, the newest last. */
  objects: Map<string, Version[]>;
}

export function newBucket(name: string, owner: string, region: string): Bucket {
  return { name, owner, region, versioning: "", documents: new Map(), objects: new Map() };
}

/** Puts a version on top; in a bucket that keeps none, in place of the one without an id. */
export function addVersion(bucket: Bucket, key: string, version: Omit<Version, "id" | "etag">): Version {
  const id = bucket.versioning === "Enabled" ? randomBytes(12).toString("base64url") : "null";
  const etag = `"${createHash("md5")
    .update(version.content ?? "")
    .digest("hex")}"`;
  const kept = (bucket.objects.get(key) ?? []).filter((other) => other.id !== id);
  const added = { ...version, id, etag };
  bucket.objects.set(key, [...kept, added]);
  return added;
}

/** The newest version, unless it says that the object is deleted. */
export function current(bucket: Bucket, key: string): (Version & { content: Buffer }) | undefined {
  const version = bucket.objects.get(key)?.at(-1);
  if (version === undefined || version.content === null) return;
  return { ...version, content: version.content };
}

/** Deletes a version for good. */
export function removeVersion(bucket: Bucket, key: string, id: string): void {
  const kept = (bucket.objects.get(key) ?? []).filter((version) => version.id !== id);
  if (kept.length > 0) bucket.objects.set(key, kept);
  else bucket.objects.delete(key);
}

/** Keys in the order of their bytes, as lists have them. */
export function sortedKeys({ objects }: Bucket): string[] {
  return [...objects.keys()].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}
