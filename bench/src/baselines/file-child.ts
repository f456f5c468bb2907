import { createHash } from "node:crypto";
import { createInterface } from "node:readline";

/** The loop's provider: reads a call a line, does what the bench's provider does, and answers a line. */
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, content, parent } = JSON.parse(line) as { id: number; content: string; parent?: string };
  const bytes = Buffer.from(`${content}${parent ?? ""}`);
  const checksum = createHash("sha256").update(bytes).digest("hex");
  process.stdout.write(`${JSON.stringify({ id, outputs: { checksum, size: bytes.length } })}\n`);
});
