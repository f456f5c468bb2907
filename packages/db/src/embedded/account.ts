import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { EmbeddedPostgresError } from "./errors.ts";

const run = promisify(execFile);

/** The system account that a server runs as and that owns its files. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Parses the text of `/etc/passwd`. Null if the name is not in it. */
export function parseAccount(passwd: string, name: string): Account | null {
  for (const line of passwd.split("\n")) {
    const [user, , uid, gid] = line.split(":");
    if (user === name) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

/**
 * The account to run PostgreSQL as; null for the current one. The server refuses root, so root gets the system account
 * `name`, which is created if missing.
 *
 * Each server has an account of its own: a superuser of one can read files as its account (`COPY … FROM PROGRAM`), and
 * the users' server must not be a way to the platform's data.
 *
 * @throws EmbeddedPostgresError if the account can neither be found nor created.
 */
export async function resolveAccount(name: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const found = await lookUp(name);
  if (found) return found;
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]);
  } catch (cause) {
    // Two processes may create it at once: the slower one finds it.
    const raced = await lookUp(name);
    if (raced) return raced;
    throw new EmbeddedPostgresError(
      `PostgreSQL does not run as root, and the system account "${name}" could not be created: create it, or set DATABASE_URL.`,
      { cause },
    );
  }
  const made = await lookUp(name);
  if (!made) throw new EmbeddedPostgresError(`The system account "${name}" was created but is not in /etc/passwd.`);
  return made;
}

async function lookUp(name: string): Promise<Account | null> {
  return parseAccount(await readFile("/etc/passwd", "utf8"), name);
}
