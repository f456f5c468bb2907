import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { EgressPolicy } from "../../src/egress/egress-policy.ts";
import { EgressProxy } from "../../src/egress/proxy.ts";
import { PROXY_LINE_BYTES, PROXY_SOCKET } from "../../src/egress/proxy-protocol.ts";
import { Turns } from "../../src/egress/turns.ts";
import { descendantsOf } from "../sandbox/process-tree.ts";
import { bubblewrap, listen, reaching } from "./support.ts";

const MIB = 1024 * 1024;

describe.runIf(bubblewrap)("the way out", () => {
  test("has a bound for the connections of one process, and not for those of another", async () => {
    const { port, sockets } = await listen(() => {});
    const { reach } = reaching(`127.0.0.1:${port}`, { limits: { connections: 5 } });

    expect(await reach("hold", `127.0.0.1:${port}`, "8")).toEqual({ connected: 5, refused: ["EMFILE"] });
    await vi.waitFor(() => expect(sockets).toHaveLength(5), { timeout: 120_000 });
    const other = { organizationId: "another" };
    expect(await reach("hold", `127.0.0.1:${port}`, "5", other)).toEqual({ connected: 5, refused: [] });
  });

  test("frees a connection when it has ended", async () => {
    const { port } = await listen((socket) => socket.end("there"));
    const { reach } = reaching(`127.0.0.1:${port}`, { limits: { connections: 1 } });

    // The end of one connection and the next one reach the proxy in two ways, so either may be first.
    for (let count = 0; count < 5; count++)
      await vi.waitFor(
        async () => expect(await reach("socket", `127.0.0.1:${port}`)).toMatchObject({ text: "there" }),
        {
          timeout: 10_000,
          interval: 50,
        },
      );
  });

  test("frees a connection that the process has left, though the other end sends nothing", async () => {
    const { port } = await listen((socket) => socket.resume());
    const { reach } = reaching(`127.0.0.1:${port}`, { limits: { connections: 4 } });

    expect(await reach("leave", `127.0.0.1:${port}`, "12")).toEqual({ made: 12 });
    for (let count = 0; count < 3; count++)
      await vi.waitFor(() => reach("leave", `127.0.0.1:${port}`, "4 ended"), { timeout: 10_000, interval: 200 });
  });

  test("says that nothing came any more, where the other end stays silent after the process has ended its side", async () => {
    const { port } = await listen((socket) => socket.resume());
    const { refused } = reaching(`127.0.0.1:${port}`, { limits: { silentMs: 200 } });

    expect(await refused("socket", `127.0.0.1:${port}`)).toContain("nothing came any more");
  });

  test("sends all that was written to a connection that was left", async () => {
    let received = 0;
    const { port } = await listen((socket) => {
      socket.on("data", (chunk) => {
        received += chunk.length;
      });
    });
    const { reach } = reaching(`127.0.0.1:${port}`);

    await reach("leave", `127.0.0.1:${port}`, "3");

    await vi.waitFor(() => expect(received).toBe(15), { timeout: 120_000 });
  });

  test("ends with the process: nothing stays connected", async () => {
    const { port, sockets } = await listen((socket) => socket.resume());
    const { reach, supervisor } = reaching(`127.0.0.1:${port}`);
    await reach("hold", `127.0.0.1:${port}`, "3");
    await vi.waitFor(() => expect(sockets).toHaveLength(3), { timeout: 120_000 });
    // A busy machine resets what a quiet one ends.
    const closed = sockets.map((socket) => Promise.race([once(socket, "end"), once(socket, "error")]));

    await supervisor.close();

    expect(await Promise.all(closed)).toHaveLength(3);
  });

  test("carries no more than the process reads", async () => {
    const { port, sockets } = await listen(flood);
    const { reach } = reaching(`127.0.0.1:${port}`);
    await reach("hold", `127.0.0.1:${port}`, "1");
    await vi.waitFor(() => expect(sockets).toHaveLength(1), { timeout: 120_000 });
    const [socket] = sockets as [Socket];

    let before = -1;
    while (socket.bytesWritten !== before) {
      before = socket.bytesWritten;
      await sleep(300);
    }

    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(32 * MIB);
  });

  test("distinguishes what was cut off from what has ended", async () => {
    const { port } = await listen((socket) =>
      socket.write("half of it", () => setTimeout(() => socket.resetAndDestroy(), 50)),
    );
    const { refused } = reaching(`127.0.0.1:${port}`);

    expect(await refused("socket", `127.0.0.1:${port}`)).toMatch(/ECONNRESET/);
  });

  test("opens again when its keeper was ended", async () => {
    const { port } = await listen((socket) => socket.end("there"));
    const { reach } = reaching(`127.0.0.1:${port}`);
    await reach("socket", `127.0.0.1:${port}`);

    const [keeper] = descendantsOf(process.pid).filter(({ pid }) => commandOf(pid).includes("egress/keeper"));
    process.kill(Number(keeper?.pid), "SIGKILL");

    let answer: unknown = null;
    while (answer === null) answer = await reach("socket", `127.0.0.1:${port}`).catch(() => null);
    expect(answer).toMatchObject({ text: "there" });
  });
});

describe("a proxy", () => {
  function openProxy() {
    const folder = mkdtempSync(join(tmpdir(), "proxy-"));
    const proxy = new EgressProxy(
      folder,
      new EgressPolicy([], { organizationId: "org", providerId: "any", isShipped: true }),
      new Turns(4, 2),
    );
    const lines: Socket[] = [];
    onTestFinished(() => {
      for (const line of lines) line.destroy();
      proxy.close();
      rmSync(folder, { recursive: true });
    });
    return async () => {
      const line = connect(join(folder, PROXY_SOCKET));
      lines.push(line.on("error", () => {}));
      await once(line, "connect");
      return line.setEncoding("utf8");
    };
  }

  test.each([
    ["no JSON", "hello\n"],
    ["null", "null\n"],
    ["no question", '{"id":1}\n'],
    ["another question", '{"id":1,"ask":"open"}\n'],
    ["no port", '{"id":1,"ask":"connect","host":"a","family":0}\n'],
    ["a port beyond", '{"id":1,"ask":"connect","host":"a","port":65536,"family":0}\n'],
    ["a host with an end in it", '{"id":1,"ask":"connect","host":"a\\u0000b","port":1,"family":0}\n'],
    ["a host that is too long", `{"id":1,"ask":"lookup","host":"${"a".repeat(300)}","family":0}\n`],
    ["another method", '{"id":1,"ask":"records","method":"setServers","name":"a"}\n'],
    ["a line that is too long", "a".repeat(PROXY_LINE_BYTES + 1)],
  ])("closes on whoever sends %s, and goes on with others", async (_, words) => {
    const open = openProxy();
    const [line, other] = [await open(), await open()];

    line.write(words);
    await once(line.resume(), "close");

    other.write('{"id":7,"ask":"lookup","host":"127.0.0.1","family":0}\n');
    const [answer] = (await once(other, "data")) as [string];
    expect(JSON.parse(answer)).toEqual({ id: 7, addresses: [{ address: "127.0.0.1", family: 4 }] });
  });

  test("cuts off a process that asks and does not read", async () => {
    const line = await openProxy()();
    const question = '{"id":1,"ask":"lookup","host":"127.0.0.1","family":0}\n'.repeat(100);
    const ask = () => {
      while (line.writable && line.write(question));
    };
    const closed = new Promise((resolve) => line.once("close", resolve));

    line.on("drain", ask);
    ask();

    await closed;
  });

  test("takes no more lines than it has room for", async () => {
    const open = openProxy();
    for (let count = 0; count < 128; count++) await open();

    await once((await open()).resume(), "close");
  });
});

function flood(socket: Socket): void {
  const chunk = Buffer.alloc(64 * 1024);
  const fill = () => {
    while (socket.writable && socket.write(chunk));
  };
  socket.on("drain", fill);
  fill();
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
