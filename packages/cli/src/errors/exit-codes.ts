/** What the command's exit code says. docs/guides/cli.md tells users the same. */
export const EXIT = {
  ok: 0,
  /** Something did not succeed: a resource failed, the API cannot be reached. */
  failed: 1,
  /** The command line, a file or a value is wrong. */
  usage: 2,
  /** No token, one that is not valid, or one that may not. */
  auth: 3,
  notFound: 4,
  /** The object's state does not allow it. */
  conflict: 5,
  /** What was waited for did not come in time. */
  timeout: 6,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
