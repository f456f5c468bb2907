import { cp, rm } from "node:fs/promises";
import { join } from "node:path";

const APP = "apps/web";

/**
 * Copies what the dashboard needs at run time: what Next traced (`output: "standalone"`), what browsers load, and our own
 * server in place of Next's.
 *
 * @param root of the workspace
 * @param target the folder that takes the place of `root`
 */
export async function copyWeb(root: string, target: string): Promise<void> {
  const build = join(root, APP, ".next");
  const all = { recursive: true, verbatimSymlinks: true } as const;
  await cp(join(build, "standalone"), target, all);
  await cp(join(build, "static"), join(target, APP, ".next/static"), all);
  await cp(join(root, APP, "dist"), join(target, APP, "dist"), { ...all, filter: (path) => !path.endsWith(".map") });
  await rm(join(target, APP, "server.js"));
}
