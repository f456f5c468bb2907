import { chmod, mkdtemp, readdir, readFile, rm, statfs } from "node:fs/promises";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { clearLeftovers } from "@pragma/db/embedded";
import { resumeTree } from "./process-tree.ts";

const PREFIX = "pragma-test-";

/** Tests create their own folders, such as `pragma-test-build-…`: a concurrent run must not sweep those. */
const OWNED_BY_PROCESS = /^pragma-test-(\d+)-/;

/** Below each temporary folder: where its server keeps its data. */
export const DATA_FOLDER = "data";

/** A file system in memory, on Linux. */
const MEMORY = "/dev/shm";

/** More than a run has ever needed. In a container it may have 64 MiB. */
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * A folder for one server, which the server's account can enter. Its name identifies the owner, for the sweep.
 *
 * @param options.inMemory for data that need not outlive the machine, if there is room: a disk makes cloning a database take
 *   ten times the processor time
 */
export async function temporaryFolder({ inMemory = false } = {}): Promise<string> {
  const parent = inMemory && (await hasRoom(MEMORY)) ? MEMORY : tmpdir();
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  await chmod(folder, 0o711);
  return folder;
}

async function hasRoom(path: string): Promise<boolean> {
  const space = await statfs(path).catch(() => null);
  return space !== null && space.bavail * space.bsize >= ROOM_BYTES;
}

/**
 * Removes what killed test runs left: their servers keep running, since a server has to outlive a killed starter to be
 * shut down properly.
 */
export async function sweepDeadFolders(): Promise<void> {
  for (const parent of [tmpdir(), MEMORY]) await sweep(parent);
}

async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const pid = OWNED_BY_PROCESS.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const folder = join(parent, name);
    if (platform() === "linux") await resumeServer(join(folder, DATA_FOLDER));
    await clearLeftovers(join(folder, DATA_FOLDER));
    await rm(folder, { recursive: true, force: true });
  }
}

/** One that is paused hears no request to end: its processes would have to be killed one by one, each after 20 s. */
async function resumeServer(dataDir: string): Promise<void> {
  const [pid] = (await readFile(join(dataDir, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  if (Number(pid) > 0) resumeTree(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another account is alive too.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
