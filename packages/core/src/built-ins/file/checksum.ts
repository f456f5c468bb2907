import { hash } from "node:crypto";

/** `sha256:…` of bytes: the identity of a file's version. */
export function checksumOf(bytes: Buffer): string {
  return `sha256:${hash("sha256", bytes, "hex")}`;
}

/** Where the blob store keeps a version. A trigger of the database knows the form: it removes the bytes with the resource. */
export function blobKey(name: string, checksum: string): string {
  return `file/${name}/${checksum}`;
}
