import { archiveIssue, shown } from "./archive-issue.ts";

const MAX_PATH_BYTES = 1024;
/** The longest name that file systems accept. */
const MAX_NAME_BYTES = 255;
const MAX_DEPTH = 64;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The path segments of an archive entry, without `.`; empty for the root.
 * @throws DomainError validation_failed if it leads out of the archive, or no file system would accept it
 */
export function archivePath(name: string): string[] {
  const refuse = (msg: string) => archiveIssue(`${shown(name)} ${msg}`, "archive_path", name);
  if (name === "") throw archiveIssue("an entry has no name", "archive_path");
  if (CONTROL.test(name)) throw refuse("has control characters in its name");
  if (name.includes("\ufffd")) throw refuse("has a name that is not valid UTF-8");
  if (name.startsWith("/")) throw refuse("is an absolute path");
  if (name.includes("\\")) throw refuse("has a backslash in its name");
  const names = name.split("/").filter((part) => part !== "" && part !== ".");
  if (names.includes("..")) throw refuse("leads out of the archive");
  const tooLong =
    Buffer.byteLength(name) > MAX_PATH_BYTES || names.some((it) => Buffer.byteLength(it) > MAX_NAME_BYTES);
  if (tooLong) throw refuse(`is longer than ${MAX_PATH_BYTES} bytes, or a name in it than ${MAX_NAME_BYTES}`);
  if (names.length > MAX_DEPTH) throw refuse(`is more than ${MAX_DEPTH} folders deep`);
  return names;
}

/**
 * Where a symbolic link in a folder leads, or null if that is outside the archive. `..` is allowed only at the
 * beginning: after a name it may climb out of what that name links to.
 */
export function linkTarget(folder: readonly string[], target: string): string[] | null {
  if (target === "" || target.startsWith("/") || target.includes("\\") || CONTROL.test(target)) return null;
  if (Buffer.byteLength(target) > MAX_PATH_BYTES) return null;
  const steps = target.split("/").filter((part) => part !== "" && part !== ".");
  const climbs = steps.findIndex((step) => step !== "..");
  const up = climbs < 0 ? steps.length : climbs;
  const down = steps.slice(up);
  if (up > folder.length || down.includes("..")) return null;
  return [...folder.slice(0, folder.length - up), ...down];
}
