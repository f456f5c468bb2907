import { usageError } from "../errors/cli-error.ts";
import type { Io } from "../io/io.ts";

/** All of stdin. @throws CliError for more bytes than `limit` */
export async function readStdin({ stdin }: Io, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stdin) {
    const bytes = Buffer.from(piece as Uint8Array);
    size += bytes.length;
    if (size > limit) throw usageError(`There is more on stdin than ${limit} bytes`);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}
