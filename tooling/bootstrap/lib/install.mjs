import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installFingerprint } from "./fingerprint.mjs";
import { run } from "./run.mjs";
import { step } from "./steps.mjs";

/**
 * Installs what the lock file says, by the pnpm version that package.json names, unless nothing changed since the
 * last time. Needs Node 20 and npm only.
 *
 * @param {string} root
 * @throws {import("./run.mjs").CommandError}
 */
export async function install(root) {
  const stamp = join(root, "node_modules", ".pragma-install");
  const fingerprint = installFingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  await step("Install dependencies", async () => {
    const { command, args } = pnpm(root);
    await run(command, [...args, "install", "--frozen-lockfile"], {
      cwd: root,
      // Without it pnpm asks before it replaces a node_modules that something else made, and waits.
      env: { ...process.env, CI: "1" },
    });
    // Last, so that an interrupted installation is not taken for a whole one.
    writeFileSync(stamp, fingerprint);
  });
}

/**
 * The pinned pnpm: the one installed here when it is that version, else through npx.
 *
 * @param {string} root
 */
function pnpm(root) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version = String(packageManager).replace(/^pnpm@/, "");
  const local = join(root, "node_modules", "pnpm", "package.json");
  if (existsSync(local) && JSON.parse(readFileSync(local, "utf8")).version === version) {
    return { command: join(root, "node_modules", ".bin", "pnpm"), args: [] };
  }
  return { command: "npx", args: ["--yes", `pnpm@${version}`] };
}
