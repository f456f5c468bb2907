import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folders of one build. Programs in the sandbox see them under the same paths. */
export interface BuildFolders {
  /** The platform's: the sandbox can write nothing in it, except `work`. */
  root: string;
  /** The sandbox's: source, dependencies, caches and results of the steps. */
  work: string;
  /** The folder for the archive. */
  archive: string;
  remove(): Promise<void>;
}

/** Makes them. @param parent the system's folder for temporary files if left out. */
export async function makeBuildFolders(parent: string = tmpdir()): Promise<BuildFolders> {
  const root = await mkdtemp(join(parent, "pragma-build-"));
  // Another account must be able to traverse it.
  await chmod(root, 0o711);
  const work = join(root, "work");
  await mkdir(work);
  const remove = () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return { root, work, archive: join(root, "archive.tar.gz"), remove };
}
