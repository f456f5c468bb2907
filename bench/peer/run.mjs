/**
 * The same resources by alchemy: a library that keeps state in files and has no server. Runs in a folder where it is
 * installed: `node run.mjs <shape> <count>` prints the milliseconds until all are made.
 */
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import alchemy, { Resource } from "alchemy";
import { FileSystemStateStore } from "alchemy/state";

const [shape, count] = [process.argv[2], Number(process.argv[3])];

const File = Resource("bench::File", async (_id, { content, parent }) => {
  const bytes = Buffer.from(`${content}${parent ?? ""}`);
  return { content, checksum: createHash("sha256").update(bytes).digest("hex"), size: bytes.length };
});

const content = "A few words that stand for the settings of a resource as people write them. ".repeat(3);
const rootDir = await mkdtemp(join(tmpdir(), "pragma-bench-peer-"));
const app = await alchemy("bench", {
  phase: "up",
  stage: "bench",
  quiet: true,
  noTrack: true,
  stateStore: (scope) => new FileSystemStateStore(scope, { rootDir }),
});

const start = performance.now();
const make = (index, parent) => File(`file-${index}`, { content: `${content}${index}`, parent });
if (shape === "chain") {
  let parent;
  for (let index = 0; index < count; index++) parent = (await make(index, parent)).checksum;
} else {
  const root = shape === "fan-out" ? (await make(0)).checksum : undefined;
  const first = shape === "fan-out" ? 1 : 0;
  await Promise.all(Array.from({ length: count - first }, (_, index) => make(index + first, root)));
}
const milliseconds = performance.now() - start;
await app.finalize();
await rm(rootDir, { recursive: true, force: true });
console.log(JSON.stringify({ milliseconds }));
process.exit(0);
