/**
 * Checksums of migrations as they were before they were rewritten: databases to which they were applied in that form have the
 * same schema, and are not refused. They read or locked too much at once (docs/adr/0038). The former files are in
 * `test/support/former-migrations`, which a test compares.
 */
export const FORMER_CHECKSUMS: Readonly<Record<string, readonly string[]>> = {
  "0029_changes": ["a3bc3309d8d4fd77c3c24cff8a1f2065c2442b9b54a787520668516f237a8f0d"],
  "0032_cheap_deletion_marks": ["defc5605bc2df62ed887cf5712a4209b128980dde450a4adee4c9210ada0e2b0"],
  "0035_saved_views": ["188077c3c8cee4ed5378fcb63ab74c27743a4f5b376503cda4e04793304b1910"],
  "0039_settled_changes": ["1f900e8a107dd3dcf539f63243d03be94b302b9e1b2c2276d5c61d5dc0537b1b"],
};
