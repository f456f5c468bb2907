// `npm run test:containers`: installs, builds the command line, then builds the images with Podman, brings up compose.yaml and
// tries it out. It needs podman, docker-compose (or Docker's compose plugin), and debootstrap where no registry is reached.
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
try {
  await step("Build", () =>
    run("turbo", ["run", "build", "--filter=@pragma/cli", "--output-logs=errors-only"], { cwd: ROOT, env }),
  );
  const program = join(ROOT, "tooling/containers/src/main.ts");
  process.exitCode = await handOver(node, [program, ...process.argv.slice(2)], { cwd: ROOT, env });
} catch (error) {
  console.error(failureOf(error));
  process.exitCode = 1;
}
