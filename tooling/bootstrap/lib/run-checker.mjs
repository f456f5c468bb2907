import { join } from "node:path";
import process from "node:process";
import { handOver } from "./hand-over.mjs";
import { toolEnvironment } from "./node.mjs";
import { prepare } from "./prepare.mjs";
import { ensureRequirement, SANDBOX } from "./requirements.mjs";
import { ROOT } from "./root.mjs";
import { run } from "./run.mjs";
import { step } from "./steps.mjs";
import { failureOf } from "./tally.mjs";

const NEEDED = ["@pragma/api", "@pragma/worker", "@pragma/sdk", "./providers/*"].map((name) => `--filter=${name}`);

/**
 * Installs and builds, then runs a program of `tooling` that tries out the built API and worker, with the arguments of this
 * one. Its exit code becomes this one's.
 *
 * @param {string} name the folder of the program
 */
export async function runChecker(name) {
  const node = await prepare();
  const env = toolEnvironment(ROOT, node);
  const program = join(ROOT, "tooling", name, "src", "main.ts");
  try {
    const missing = await ensureRequirement(SANDBOX);
    if (missing) console.log(missing);
    await step("Build", () =>
      run("turbo", ["run", "build", ...NEEDED, "--output-logs=errors-only"], { cwd: ROOT, env }),
    );
    process.exitCode = await handOver(node, [program, ...process.argv.slice(2)], { cwd: ROOT, env });
  } catch (error) {
    console.error(failureOf(error));
    process.exitCode = 1;
  }
}
