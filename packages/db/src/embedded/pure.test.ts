import { describe, expect, it } from "vitest";
import { parseAccount } from "./account.ts";
import { parsePidFile } from "./leftover.ts";
import { mayPass } from "./location.ts";
import { lastFatal } from "./log.ts";
import { serverSettings } from "./settings.ts";
import { startFailure } from "./start.ts";

describe("parsePidFile", () => {
  it("reads process, port and status", () => {
    const text = "4711\n/data\n1700000000\n54320\n\n127.0.0.1\n  12  34\nready   \n";
    expect(parsePidFile(text)).toEqual({ pid: 4711, port: 54320, ready: true });
  });

  it("is not ready without the status line, and null without a process", () => {
    expect(parsePidFile("4711\n/data\n1\n54320\n\n127.0.0.1\n 1 2\nstarting\n")?.ready).toBe(false);
    expect(parsePidFile("4711\n/data\n")).toEqual({ pid: 4711, port: null, ready: false });
    expect(parsePidFile("")).toBeNull();
    expect(parsePidFile("-1\n")).toBeNull();
  });
});

describe("parseAccount", () => {
  const passwd = "root:x:0:0::/root:/bin/sh\npostgres2:x:7:8::/:/bin/sh\npostgres:x:101:104:PostgreSQL:/var:/bin/sh\n";

  it("matches the whole name", () => {
    expect(parseAccount(passwd, "postgres")).toEqual({ name: "postgres", uid: 101, gid: 104 });
    expect(parseAccount(passwd, "post")).toBeNull();
  });
});

describe("mayPass", () => {
  const account = { name: "a", uid: 5, gid: 6 };

  it("uses the most specific class only, as the kernel does", () => {
    expect(mayPass({ mode: 0o677, uid: 5, gid: 6 }, account)).toBe(false);
    expect(mayPass({ mode: 0o701, uid: 0, gid: 6 }, account)).toBe(false);
    expect(mayPass({ mode: 0o710, uid: 0, gid: 6 }, account)).toBe(true);
    expect(mayPass({ mode: 0o711, uid: 0, gid: 0 }, account)).toBe(true);
    expect(mayPass({ mode: 0o700, uid: 0, gid: 0 }, account)).toBe(false);
  });
});

describe("startFailure", () => {
  it("names the port when it is taken", () => {
    const log = 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use\nFATAL:  x\n';
    expect(startFailure(log, 5, "f").message).toContain("Port 5 is taken");
  });

  it("falls back to the last fatal line", () => {
    const log = "2026-01-01 [1]  FATAL:  could not map memory\n2026-01-01 [1]  LOG:  database system is shut down\n";
    expect(startFailure(log, 5, "pg.log").message).toBe("PostgreSQL did not start: could not map memory (see pg.log)");
    expect(lastFatal("")).toBe("it logged nothing");
  });
});

describe("serverSettings", () => {
  it("turns durability off only on request", () => {
    const tuning = { maxConnections: 10, sharedBuffers: "16MB" };
    expect(serverSettings(1, { ...tuning, durable: true })).toContain("fsync=on");
    expect(serverSettings(1, { ...tuning, durable: false })).toContain("fsync=off");
  });
});
