import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { bubblewrap, listen, network, reachBy, reaching, startReaching } from "./support.ts";

const ownAddresses = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, family }) => !internal && family === "IPv4")
  .map(({ address }) => address);

describe.runIf(bubblewrap)("the policy", () => {
  let closed: ReturnType<typeof startReaching>;
  beforeAll(() => {
    closed = startReaching("");
  });
  afterAll(() => closed.close());

  test.each([
    ["127.0.0.1", "a loopback address"],
    ["127.8.9.10", "a loopback address"],
    ["::1", "a loopback address"],
    ["0.0.0.0", "an unspecified address"],
    ["::", "an unspecified address"],
    ["10.1.2.3", "a private address"],
    ["172.16.0.1", "a private address"],
    ["172.31.255.255", "a private address"],
    ["192.168.1.1", "a private address"],
    ["fd12:3456::1", "a private address"],
    ["169.254.1.1", "a link-local address"],
    ["fe80::1", "a link-local address"],
    ["169.254.169.254", "a cloud's metadata address"],
    ["fd00:ec2::254", "a cloud's metadata address"],
    ["100.100.100.200", "a cloud's metadata address"],
    ["168.63.129.16", "a cloud's metadata address"],
    ["100.64.0.1", "an address of a carrier's private network"],
    ["100.127.255.254", "an address of a carrier's private network"],
    ["224.0.0.1", "a multicast address"],
    ["ff02::1", "a multicast address"],
    ["255.255.255.255", "a broadcast address"],
    ["::ffff:127.0.0.1", "a loopback address"],
    ["::ffff:10.0.0.1", "a private address"],
    ["::ffff:169.254.169.254", "a cloud's metadata address"],
    ["64:ff9b::127.0.0.1", "a loopback address"],
    ["64:ff9b::a9fe:a9fe", "a cloud's metadata address"],
    ["64:ff9b:1::a00:1", "not a public address"],
    ["2002:7f00:1::", "not a public address"],
    ["2001::1", "not a public address"],
    ["::127.0.0.1", "not a public address"],
    ["240.0.0.1", "not a public address"],
    ["192.0.2.1", "not a public address"],
    ["198.18.0.1", "not a public address"],
    ["2001:db8::1", "not a public address"],
  ])("refuses %s", async (address, kind) => {
    const target = address.includes(":") ? `[${address}]:5432` : `${address}:5432`;

    const message = await closed.refused("socket", target);

    expect(message).toContain(`refused: it is ${kind}`);
    expect(message).toMatch(/To allow it, add network=\S+:5432 to PRAGMA_EGRESS_ALLOW$/);
  });

  test.each(["localhost", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", ...ownAddresses])(
    "refuses %s, where a server listens on every address of the machine",
    async (host) => {
      const { port, sockets } = await listen(() => {}, "0.0.0.0");

      expect(await closed.refused("socket", `${host}:${port}`)).toContain("refused: it is");
      expect(await closed.refused("fetch", `http://${host}:${port}/`)).toContain("refused: it is");
      expect(sockets).toEqual([]);
    },
  );

  test("reports the address and the entry to add, which then lets it through", async () => {
    const { port } = await listen((socket) => socket.end("there"));
    const { refused } = reaching("");

    const message = await refused("socket", `localhost:${port}`);

    expect(message).toContain(`connect to 127.0.0.1:${port} (localhost) refused: it is a loopback address`);
    const [, entry = ""] = /add (\S+) to PRAGMA_EGRESS_ALLOW/.exec(message) ?? [];
    expect(entry).toBe(`network=127.0.0.1:${port}`);
    expect(await reaching(entry).reach("socket", `localhost:${port}`)).toMatchObject({ text: "there" });
  });

  test("lets the shipped provider through that an entry names: no other, and no pushed one of its name", async () => {
    const { port } = await listen((socket) => socket.end("there"));
    const place = `127.0.0.1:${port}`;
    const pushed = { ...network, version: "20261125.093000" };
    const other = { ...network, providerId: "other" };
    const allow = `network=${place}`;

    expect(await reaching(allow).reach("socket", place)).toMatchObject({ text: "there" });
    expect(await reaching(allow, { target: other }).refused("socket", place)).toContain(`add other=${place} to`);
    expect(await reaching(allow, { target: pushed }).refused("socket", place)).toContain(`add org/network=${place} to`);
    expect(await reaching(`other=127.0.0.1:1,${place}`, { target: pushed }).reach("socket", place)).toMatchObject({
      text: "there",
    });
  });

  test("lets a pushed provider through for the organization that an entry names", async () => {
    const { port } = await listen((socket) => socket.end("there"));
    const [mine, foreign] = ["0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11", "0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d12"];
    const { reach } = reaching(`${mine}/network=127.0.0.0/8:${port}`, {
      target: { ...network, version: "20261125.093000" },
    });

    expect(await reach("socket", `127.0.0.1:${port}`, "", { organizationId: mine })).toMatchObject({ text: "there" });
    await expect(reach("socket", `127.0.0.1:${port}`, "", { organizationId: foreign })).rejects.toThrow(
      `add ${foreign}/network=127.0.0.1:${port} to`,
    );
  });

  test.runIf(process.getuid?.() === 0)(
    "goes by the address that the connection goes to, whatever a name resolves to later",
    async () => {
      const inside = await listen((socket) => socket.end("inside"), "127.0.0.2");
      const allowed = await listen((socket) => socket.end("allowed"), "127.0.0.3", inside.port);
      let answers = 0;
      await startNameServer("127.9.9.9", (name) => {
        if (name.startsWith("both")) return ["127.0.0.2", "127.0.0.3"];
        answers += 1;
        return [answers % 2 === 1 ? "127.0.0.3" : "127.0.0.2"];
      });
      const calls = ["flip.test", "flip.test", "flip.test", "flip.test", "both.test"];
      const outcomes = await reachBy(
        withNameServer("127.9.9.9"),
        `network=127.0.0.3:${inside.port}`,
        calls.map((name) => ({ way: "socket", target: `${name}:${inside.port}` })),
      );

      const refusal = { error: expect.stringContaining(`connect to 127.0.0.2:${inside.port} (flip.test) refused`) };
      const through = expect.objectContaining({ text: "allowed", remote: "127.0.0.3" });
      expect(outcomes).toEqual([through, refusal, through, refusal, through]);
      expect(answers).toBe(4);
      expect(inside.sockets).toEqual([]);
      await vi.waitFor(() => expect(allowed.sockets).toHaveLength(3), { timeout: 120_000 });
    },
  );
});

/** Answers questions for IPv4 addresses, with no time to live; those for others with none. */
async function startNameServer(address: string, resolve: (name: string) => string[]): Promise<void> {
  const server = createSocket("udp4");
  onTestFinished(() => void server.close());
  server.on("message", (query, { port, address: from }) => {
    let end = 12;
    const labels: string[] = [];
    while (query[end] !== 0) {
      const length = query[end] ?? 0;
      labels.push(query.toString("latin1", end + 1, end + 1 + length));
      end += length + 1;
    }
    const isIpv4 = query.readUInt16BE(end + 1) === 1;
    const found = isIpv4 ? resolve(labels.join(".")) : [];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8580, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(found.length, 6);
    const records = found.map((ip) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...ip.split(".").map(Number)]),
    );
    server.send(Buffer.concat([header, query.subarray(12, end + 5), ...records]), port, from);
  });
  await new Promise<void>((resolve_) => server.bind(53, address, resolve_));
}

/** A command in whose file system the machine asks another name server. */
function withNameServer(address: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "resolv-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "resolv.conf");
  writeFileSync(file, `nameserver ${address}\n`);
  return ["unshare", "--mount", "--", "sh", "-c", `mount --bind ${file} /etc/resolv.conf && exec "$@"`, "sh"];
}
