import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Shape } from "../documents.ts";

const run = promisify(execFile);

const PEER = join(import.meta.dirname, "..", "..", "peer");
const VERSION = "0.94.0";

/**
 * Installs the peer beside the bench when it is first needed: half a gigabyte that nobody else should have to download.
 * @throws Error if it cannot be had
 */
export async function installPeer(): Promise<void> {
  const folder = join(PEER, "installed");
  await mkdir(folder, { recursive: true });
  const flags = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", folder];
  await run("npm", ["install", ...flags, `alchemy@${VERSION}`], { cwd: folder });
  await copyFile(join(PEER, "run.mjs"), join(folder, "run.mjs"));
}

/** Milliseconds until the peer has made so many resources. */
export async function runPeer(shape: Shape, count: number): Promise<number> {
  const folder = join(PEER, "installed");
  const { stdout } = await run(process.execPath, ["run.mjs", shape, String(count)], { cwd: folder });
  const { milliseconds } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { milliseconds: number };
  return milliseconds;
}
