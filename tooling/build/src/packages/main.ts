import { join } from "node:path";
import { packPackages } from "./pack-packages.ts";

/** `node tooling/build/src/packages/main.ts folder`: packs what an installation hands out into the folder. */
const [directory] = process.argv.slice(2);
if (directory === undefined) throw new Error("usage: main.ts folder");
await packPackages(join(import.meta.dirname, "../../../.."), directory);
