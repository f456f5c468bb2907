// `npm run chaos`: installs and builds, then runs the model check on the built programs.
import { runChecker } from "./lib/run-checker.mjs";

await runChecker("chaos");
