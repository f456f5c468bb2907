// `npm start`: plain JavaScript without dependencies, since it runs before anything is installed, on Node 20.
import { join } from "node:path";
import process from "node:process";
import { handOver } from "./lib/hand-over.mjs";
import { toolEnvironment } from "./lib/node.mjs";
import { prepare } from "./lib/prepare.mjs";
import { ROOT } from "./lib/root.mjs";

const node = await prepare();
const program = join(ROOT, "tooling", "bootstrap", "src", "start.ts");
process.exitCode = await handOver(node, [program, ...process.argv.slice(2)], {
  cwd: ROOT,
  env: toolEnvironment(ROOT, node),
});
