import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { packSdk } from "./pack-sdk.ts";

/** `node tooling/build/src/sdk/main.ts [folder]`: packs the SDK into the folder, the current one if left out. */
const [directory = "."] = process.argv.slice(2);
mkdirSync(directory, { recursive: true });
console.log(await packSdk(join(import.meta.dirname, "../../../.."), directory));
