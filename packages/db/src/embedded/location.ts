import { createHash } from "node:crypto";
import { access, chmod, chown, cp, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Account } from "./account.ts";
import type { PostgresBinaries } from "./binaries.ts";

/** Where root puts files for another account that cannot enter the project's own folder. */
const SHARED_ROOT = "/var/lib/pragma";

/**
 * The first folder on the way to `path` (from the root down) that `account` may not enter, or null if it may enter all
 * of them. Checks mode bits, since asking the kernel would need a process of that account.
 */
async function blockedFolder(path: string, account: Account): Promise<string | null> {
  const parents: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    parents.unshift(folder);
    if (folder === dirname(folder)) break;
  }
  for (const folder of parents) {
    const info = await stat(folder).catch(() => null);
    if (info && !mayPass(info, account)) return folder;
  }
  return null;
}

/** Whether the execute bit that applies to `account` is set. */
export function mayPass(info: { mode: number; uid: number; gid: number }, account: Account): boolean {
  if (info.uid === account.uid) return (info.mode & 0o100) !== 0;
  if (info.gid === account.gid) return (info.mode & 0o010) !== 0;
  return (info.mode & 0o001) !== 0;
}

/**
 * The data folder for `account`: the requested one if it can be reached, otherwise one below /var/lib/pragma, with a
 * note that says so. Its name derives from path and password, so that a new clone at the same path does not get the
 * data, and the forgotten password, of the old one.
 */
export async function placeData(
  dataDir: string,
  password: string,
  account: Account | null,
): Promise<{ dataDir: string; note: string | null }> {
  await mkdir(dirname(dataDir), { recursive: true });
  if (!account) return { dataDir, note: null };
  const blocked = await blockedFolder(dataDir, account);
  if (!blocked) return { dataDir, note: null };
  const key = createHash("sha256").update(`${dataDir}\0${password}`).digest("hex").slice(0, 16);
  await openFolder(join(SHARED_ROOT, key));
  const moved = join(SHARED_ROOT, key, "data");
  return {
    dataDir: moved,
    note: `${blocked} is closed to the account ${account.name}: PostgreSQL's data is in ${moved}.`,
  };
}

/** Binaries that `account` can run: those in node_modules, or a copy below /var/lib/pragma made once per version. */
export async function placeBinaries(binaries: PostgresBinaries, account: Account | null): Promise<PostgresBinaries> {
  if (!account || !(await blockedFolder(join(binaries.root, "bin", "postgres"), account))) return binaries;
  const root = join(SHARED_ROOT, `postgres-${binaries.version}`);
  const complete = await access(root).then(
    () => true,
    () => false,
  );
  if (!complete) {
    await openFolder(SHARED_ROOT);
    const staging = `${root}.${process.pid}`;
    await cp(binaries.root, staging, { recursive: true, verbatimSymlinks: false, dereference: true });
    await chmod(staging, 0o755);
    // Renamed when complete: an interrupted copy never looks complete, and of two concurrent copies one simply loses.
    await rename(staging, root).catch(() => rm(staging, { recursive: true, force: true }));
  }
  return { ...binaries, root };
}

/** Gives the folder to the account and closes it to everyone else. */
export async function ownFolder(folder: string, account: Account | null): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
}

async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await chmod(SHARED_ROOT, 0o711);
  await chmod(folder, 0o711);
}
