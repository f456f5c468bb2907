export { ArchiveReader } from "./archive-reader.ts";
export { checkManifest } from "./check-manifest.ts";
