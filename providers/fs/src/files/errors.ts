import { ConfigError } from "@pragma/sdk/provider";

/** Errors that no retry fixes, and what they mean. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "the account that providers run as has no right to do this",
  EPERM: "the account that providers run as has no right to do this",
  EROFS: "it is on a disk that can only be read",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "it is a folder",
  ELOOP: "its path goes through too many symbolic links",
  ENAMETOOLONG: "its path is too long",
};

/** The code of a system error, such as ENOENT; empty for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Translates a failure of the file system for the user: ConfigError where only they can fix it, else to be retried. */
export function inPlainWords(error: unknown, path: string): Error {
  if (!(error instanceof Error)) return new Error(`${path}: ${String(error)}`);
  const code = codeOf(error);
  if (code === "") return error;
  const reason = REASONS[code];
  if (reason !== undefined) return new ConfigError(`${path}: ${reason} (${code})`);
  if (code === "ENOSPC" || code === "EDQUOT") return new Error(`${path}: the disk is full (${code})`);
  return new Error(`${path}: ${error.message}`);
}
