import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GUIDES } from "./guide.ts";
import { renderGuide } from "./render-guide.ts";

const DOCS = join(import.meta.dirname, "..", "..", "..", "..", "docs");

/** `node src/guides/main.ts folder`: writes the guides for the dashboard into the folder. */
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: main.ts folder");
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [name, { file }] of Object.entries(GUIDES)) {
  const guide = renderGuide(file, await readFile(join(DOCS, file), "utf8"));
  await writeFile(join(folder, `${name}.json`), JSON.stringify(guide));
}
