import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type ListenOptions, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { carry } from "./carry.ts";

/** Both ends of a connection. */
async function pair(options: ListenOptions): Promise<[Socket, Socket]> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: options.path !== undefined });
  server.listen(options);
  await once(server, "listening");
  const { path } = options;
  const mine = connect(path ? { path, allowHalfOpen: true } : { port: (server.address() as AddressInfo).port });
  const [[theirs]] = (await Promise.all([once(server, "connection"), once(mine, "connect")])) as [[Socket], unknown];
  server.close();
  onTestFinished(() => {
    mine.destroy();
    theirs.destroy();
  });
  return [mine, theirs];
}

test("a reset does not look like an end to a process that had ended its side before it was told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "carry-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [program, near] = await pair({ path: join(folder, "near") });
  const [far, server] = await pair({ host: "127.0.0.1", port: 0 });
  server.resetAndDestroy();
  await expect(once(far, "close")).rejects.toThrow("ECONNRESET");

  program.end();
  const told: Error[] = [];
  carry(near, far, 60_000, (error) => told.push(error));
  await once(near, "end");
  await nextTurn();
  expect(told).toEqual([expect.objectContaining({ code: "ECONNRESET" })]);
  expect(near.destroyed).toBe(false);

  program.destroy();
  await expect(once(near, "close")).rejects.toThrow("EPIPE");
});
