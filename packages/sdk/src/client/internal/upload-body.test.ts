import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { json, problem, startFaultServer } from "../../../test/support/fault-server.ts";
import { Pragma } from "../index.ts";

const run = promisify(execFile);
const MIB = 1024 * 1024;
const SIZE = 50 * MIB;

/** Uploads a file and tells how many bytes were alive at most, of what buffers hold, whenever a piece was taken. */
const PROGRAM = `
import { Pragma } from ${JSON.stringify(new URL("../index.ts", import.meta.url).href)};
import { fileSource } from ${JSON.stringify(new URL("../../node/index.ts", import.meta.url).href)};

const [apiUrl, path] = process.argv.slice(-2);
const file = await fileSource(path);
let most = 0;
let count = 0;
const watched = {
  async *stream() {
    for await (const piece of file.stream()) {
      yield piece;
      if (++count % 16 !== 0) continue;
      gc();
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
  },
};
await new Pragma({ apiUrl, token: "t" }).files.upload("large", watched);
console.log(most);
`;

it("passes a file of 50 MiB through without holding it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pragma-sdk-"));
  try {
    const large = join(folder, "large");
    const program = join(folder, "program.ts");
    writeFileSync(large, Buffer.alloc(SIZE, "pragma "));
    writeFileSync(program, PROGRAM);
    const whenReceived: ReturnType<typeof json> = (response, request) =>
      void request.body.then(() => json(200, {})(response, request));
    const { url, received } = await startFaultServer(whenReceived);

    const { stdout } = await run(process.execPath, ["--expose-gc", program, url, large]);

    expect((await received[0]?.body)?.length).toBeGreaterThan(SIZE);
    expect(Number(stdout) / MIB).toBeLessThan(8);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("writes a part whose name does not end its header, and writes it again for another attempt", async () => {
  const { url, received } = await startFaultServer(problem(503, "unavailable"), json(200, {}));
  const source = { stream: () => new Blob(["the bytes"]).stream(), type: "text/x-test" };
  await new Pragma({ apiUrl: url, token: "t" }).files.upload('a"\r\nb', source);

  expect(received).toHaveLength(2);
  const boundary = /boundary=(\S+)$/.exec(received[1]?.headers["content-type"] ?? "")?.[1];
  const disposition = 'content-disposition: form-data; name="file"; filename="a%22%0D%0Ab"';
  const part = `--${boundary}\r\n${disposition}\r\ncontent-type: text/x-test\r\n\r\nthe bytes\r\n--${boundary}--\r\n`;
  expect(String(await received[1]?.body)).toBe(part);
  expect(received[1]?.url).toBe("/files/a%22%0D%0Ab/upload");
});
