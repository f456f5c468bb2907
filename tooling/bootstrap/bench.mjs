// `npm run bench`: installs and builds, then runs the bench on the production build.
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { handOver } from "./lib/hand-over.mjs";
import { toolEnvironment } from "./lib/node.mjs";
import { prepare } from "./lib/prepare.mjs";
import { ROOT } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";
import { step } from "./lib/steps.mjs";

const node = await prepare();
const env = toolEnvironment(ROOT, node);
await step("Build", () => run("turbo", ["run", "generate", "build", "--output-logs=errors-only"], { cwd: ROOT, env }));
const program = join(ROOT, "bench", "src", "main.ts");
if (existsSync(program)) {
  process.exitCode = await handOver(node, [program, ...process.argv.slice(2)], { cwd: ROOT, env });
} else {
  console.error("not run: there is no bench/src/main.ts");
  process.exitCode = 1;
}
