// `npm run bench`: installs and builds, then runs the bench on the production build.
import { join } from "node:path";
import process from "node:process";
import { handOver } from "./lib/hand-over.mjs";
import { toolEnvironment } from "./lib/node.mjs";
import { prepare } from "./lib/prepare.mjs";
import { ROOT } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";
import { step } from "./lib/steps.mjs";
import { failureOf } from "./lib/tally.mjs";

const node = await prepare();
const env = toolEnvironment(ROOT, node);
const program = join(ROOT, "bench", "src", "main.ts");
try {
  await step("Build", () =>
    run("turbo", ["run", "generate", "build", "--output-logs=errors-only"], { cwd: ROOT, env }),
  );
  process.exitCode = await handOver(node, [program, ...process.argv.slice(2)], { cwd: ROOT, env });
} catch (error) {
  console.error(failureOf(error));
  process.exitCode = 1;
}
