import { usageError } from "../errors/cli-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "you have no right to",
  EPERM: "you have no right to",
  EISDIR: "it is a folder",
  ELOOP: "it is a link that leads to itself",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "it no longer exists",
};

/** Calls `read`, and names a file or folder that cannot be read, with the reason. @throws CliError */
export function reading<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(shown, error);
  }
}

/** A system error from reading a file or folder, in plain words; other errors unchanged. */
export function unreadable(shown: string, error: unknown): unknown {
  const code = error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : null;
  if (code === null) return error;
  const reason = REASONS[code];
  return usageError(`${shown} cannot be read${reason === undefined ? "" : `: ${reason}`} (${code})`);
}
