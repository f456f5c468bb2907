/**
 * Causes that keep a resource from being ready or, if it is being deleted, from being gone: by how much it takes a person to
 * change it. `unfit` names a connection of another provider. `waits` for others comes last: it is not a root cause.
 */
export const CAUSES = [
  "failed",
  "unfit",
  "unserved",
  "absent",
  "paused",
  "unapplied",
  "retrying",
  "running",
  "ending",
  "queued",
  "waits",
] as const;
export type Cause = (typeof CAUSES)[number];
