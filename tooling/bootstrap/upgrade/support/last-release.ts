import { rm } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "@pragma/testing/temporary-folder";
import { install } from "../../lib/install.mjs";
import { findNode, toolEnvironment } from "../../lib/node.mjs";
import { ROOT } from "../../lib/root.mjs";
import { run } from "../../lib/run.mjs";

/** The built programs of a release. */
export interface Release {
  /** Its folder, with a slash at the end. */
  readonly root: string;
  remove(): Promise<void>;
}

const NEEDED = ["@pragma/api", "@pragma/worker", "@pragma/web", "./providers/*"].map((name) => `--filter=${name}`);

/** Release to upgrade from: `PRAGMA_UPGRADE_FROM`, a tag or another commit, or else the newest tag; null if there is neither. */
export async function findRelease(): Promise<string | null> {
  return process.env["PRAGMA_UPGRADE_FROM"]?.trim() || lastTag();
}

/** The newest tag of a release in the history of what is checked out, such as `v0.1.0`; null while there is none. */
async function lastTag(): Promise<string | null> {
  const tags = await run("git", ["tag", "--list", "v*", "--merged", "HEAD", "--sort=-v:refname"], { cwd: ROOT });
  return tags.split("\n")[0] || null;
}

/**
 * Checks a commit out into a folder of its own, installs and builds its programs and providers.
 *
 * @throws CommandError when it cannot be installed or built
 */
export async function buildRelease(commit: string): Promise<Release> {
  const folder = join(await temporaryFolder(), "release");
  const remove = async (): Promise<void> => {
    await run("git", ["worktree", "remove", "--force", folder], { cwd: ROOT });
    await rm(join(folder, ".."), { recursive: true, force: true });
  };
  await run("git", ["worktree", "add", "--detach", folder, commit], { cwd: ROOT });
  try {
    await install(folder);
    const env = toolEnvironment(folder, findNode(folder));
    await run("turbo", ["run", "generate", "build", ...NEEDED, "--output-logs=errors-only"], { cwd: folder, env });
  } catch (error) {
    await remove();
    throw error;
  }
  return { root: `${folder}/`, remove };
}
