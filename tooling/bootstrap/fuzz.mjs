// `npm run fuzz`: installs and builds, then sends requests of a seed to the built programs.
import { runChecker } from "./lib/run-checker.mjs";

await runChecker("fuzz");
