/**
 * The program of a build's own steps, `node build.mjs <plan as JSON>`, run in the sandbox. It prints the log;
 * RESULT_FILE in the work folder says what the author has to fix, or that all went well. Exit code 1 alone means an
 * internal error.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { check } from "./check.ts";
import { RESULT_FILE, type StepPlan, stepPlanSchema } from "./plan.ts";
import { prepare } from "./prepare.ts";
import { StepFailure } from "./step-failure.ts";

const plan = stepPlanSchema.parse(JSON.parse(process.argv[2] ?? ""));
const log = (line: string) => void process.stdout.write(`${line}\n`);

try {
  await run(plan);
  await writeFile(join(plan.work, RESULT_FILE), "{}");
} catch (error) {
  if (!(error instanceof StepFailure)) throw error;
  await writeFile(join(plan.work, RESULT_FILE), JSON.stringify({ failure: error.message }));
}

async function run(step: StepPlan): Promise<void> {
  if (step.step === "prepare") await prepare(step, log);
  else if (step.step === "bundle") await bundle(step, log);
  else await check(step, log);
}
