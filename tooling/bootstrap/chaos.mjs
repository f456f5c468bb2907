// `npm run chaos`: installs and builds, then runs the model check on the built programs.
import { join } from "node:path";
import process from "node:process";
import { handOver } from "./lib/hand-over.mjs";
import { toolEnvironment } from "./lib/node.mjs";
import { prepare } from "./lib/prepare.mjs";
import { ensureRequirement, SANDBOX } from "./lib/requirements.mjs";
import { ROOT } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";
import { step } from "./lib/steps.mjs";
import { failureOf } from "./lib/tally.mjs";

const node = await prepare();
const env = toolEnvironment(ROOT, node);
const NEEDED = ["@pragma/api", "@pragma/worker", "@pragma/sdk", "./providers/*"].map((name) => `--filter=${name}`);
const program = join(ROOT, "tooling", "chaos", "src", "main.ts");
try {
  const missing = await ensureRequirement(SANDBOX);
  if (missing) console.log(missing);
  await step("Build", () => run("turbo", ["run", "build", ...NEEDED, "--output-logs=errors-only"], { cwd: ROOT, env }));
  process.exitCode = await handOver(node, [program, ...process.argv.slice(2)], { cwd: ROOT, env });
} catch (error) {
  console.error(failureOf(error));
  process.exitCode = 1;
}
