import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * `prisma generate` without a download. The command looks for the native schema engine although it never runs it, and
 * fails where its server cannot be reached; any file passes for one. Node itself is a file that surely exists.
 */
const manifest = createRequire(import.meta.url).resolve("prisma/package.json");
const { status } = spawnSync(process.execPath, [join(dirname(manifest), "build", "index.js"), "generate"], {
  cwd: join(import.meta.dirname, ".."),
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
  stdio: "inherit",
});
process.exitCode = status ?? 1;
