import { usageError } from "../errors/cli-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "you have no right to",
  EPERM: "you have no right to",
  EISDIR: "it is a folder",
  ELOOP: "it is a link that leads to itself",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "it no longer exists",
};

/** Does `read`, and says of a file or folder that cannot be read which it is and why. @throws CliError */
export function reading<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw unreadable(shown, error);
  }
}

/** What the system said against reading a file or folder, in plain words; anything else as it is. */
export function unreadable(shown: string, error: unknown): unknown {
  const code = error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : null;
  if (code === null) return error;
  const reason = REASONS[code];
  return usageError(`${shown} cannot be read${reason === undefined ? "" : `: ${reason}`} (${code})`);
}
