/** Meaning of the exit codes, as documented in docs/guides/cli.md. */
export const EXIT = {
  ok: 0,
  /** Something did not succeed: a resource failed, the API cannot be reached. */
  failed: 1,
  /** The command line, a file or a value is wrong. */
  usage: 2,
  /** No token, an invalid one, or one without permission. */
  auth: 3,
  notFound: 4,
  /** The object's state does not allow it. */
  conflict: 5,
  /** The wait timed out. */
  timeout: 6,
  /** With `--detailed-exitcode`: there are changes. */
  changes: 10,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
