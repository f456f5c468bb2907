/**
 * The first words of an exec: `node -e <this>`. It reads from stdin how long the plan is (8 hexadecimal digits), the plan, and the
 * bytes of its files, keeps each by its hash, and hands the rest of stdin to the agent, which is one of them. It goes into the
 * address of the request, so it is short; and it reads no byte too many, which is why it does not use streams.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

function read(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; ) {
    try {
      const got = readSync(0, bytes, at, size - at, null);
      // The sender is gone.
      if (got === 0) process.exit(1);
      at += got;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return bytes;
}

const plan = JSON.parse(read(Number.parseInt(read(8).toString(), 16)).toString());
for (const { path, size, sha256, isExecutable } of plan.files) {
  const bytes = read(size);
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new Error(`${path} arrived damaged`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes, { mode: isExecutable ? 0o755 : 0o644 });
}
const { run } = await import(pathToFileURL(resolve(plan.agent)).href);
run(plan);
