import { join } from "node:path";
import { bundleCli } from "./bundle-cli.ts";

/** `node ../../tooling/build/src/cli/main.ts`, run in the folder of the CLI. */
await bundleCli(join(import.meta.dirname, "../../../.."), process.cwd());
