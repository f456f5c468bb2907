/** Bounds of one build. */
export interface BuildLimits {
  /** Limit of the sum of the archive's files, in bytes. 200 MiB. */
  unpackedBytes: number;
  /** Entries of the archive, folders included. 20,000. */
  files: number;
  /** Limit of source and dependencies together on disk, in bytes. 1 GiB. */
  diskBytes: number;
  /** Limit of the artefact, in bytes. 20 MiB. */
  artefactBytes: number;
  /** Limit of the log; the rest is dropped, and the log says so. 1 MiB of characters. */
  logCharacters: number;
  /** From the start of the artefact's process until it must have described its types, in milliseconds. 30 s. */
  loadMs: number;
}

export const BUILD_LIMITS: BuildLimits = {
  unpackedBytes: 200 * 1024 * 1024,
  files: 20_000,
  diskBytes: 1024 * 1024 * 1024,
  artefactBytes: 20 * 1024 * 1024,
  logCharacters: 1024 * 1024,
  loadMs: 30_000,
};
