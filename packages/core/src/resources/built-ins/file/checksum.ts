import { hash } from "node:crypto";

/** `sha256:…` of bytes, which identifies a version of a file. */
export function checksumOf(bytes: Buffer): string {
  return `sha256:${hash("sha256", bytes, "hex")}`;
}

/** The blob store's key of a version. A database trigger relies on its form to remove the bytes with the resource. */
export function blobKey(name: string, checksum: string): string {
  return `file/${name}/${checksum}`;
}
