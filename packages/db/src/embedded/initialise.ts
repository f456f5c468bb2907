import { execFile } from "node:child_process";
import { access, chown, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Account } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";
import { EmbeddedPostgresError } from "./errors.ts";
import { ownFolder } from "./location.ts";

const run = promisify(execFile);

/** PostgreSQL's whole environment: nothing of ours, since a superuser can read it (`COPY … FROM PROGRAM env`). */
export const SERVER_ENVIRONMENT = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/**
 * Creates the cluster unless the folder contains one.
 *
 * initdb works in a folder beside it that is renamed when done, so an interrupted first start leaves nothing that the
 * next one would mistake for a database.
 *
 * @throws EmbeddedPostgresError with initdb's last line.
 */
export async function initialiseCluster(options: {
  dataDir: string;
  user: string;
  password: string;
  account: Account | null;
  binaries: PostgresBinaries;
}): Promise<void> {
  const { dataDir, account } = options;
  if (await exists(join(dataDir, "PG_VERSION"))) return;
  const staging = `${dataDir}.new`;
  const passwordFile = join(dirname(dataDir), `.initdb-${process.pid}`);
  await rm(staging, { recursive: true, force: true });
  await ownFolder(staging, account);
  try {
    await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (account) await chown(passwordFile, account.uid, account.gid);
    await run(
      join(options.binaries.root, "bin", "initdb"),
      [
        `--pgdata=${staging}`,
        `--username=${options.user}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The built-in C.UTF-8 collation is the same on every machine, so indexes never depend on the system's locale.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
      ],
      { cwd: staging, env: SERVER_ENVIRONMENT, ...(account ? { uid: account.uid, gid: account.gid } : {}) },
    );
    // Fails if the folder contains anything: whatever that is, we must not delete it.
    await rename(staging, dataDir);
  } catch (cause) {
    const output = (cause as { stderr?: string }).stderr?.trim().split("\n").at(-1) ?? (cause as Error).message;
    throw new EmbeddedPostgresError(`PostgreSQL's data folder could not be created: ${output}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
