import { spawn } from "node:child_process";
import { openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

/** Every way in which provider code attacks its surroundings; `mode` in the config says which. */
const attacks: Record<string, (text: string, ctx: { log: { info(message: string): void } }) => unknown> = {
  hello: () => ({}),
  environment() {
    const environs = attempt(() => readdirSync("/proc"))
      .flatMap((pid) => attempt(() => [readFileSync(`/proc/${pid}/environ`, "utf8")]))
      .flatMap((environ) => environ.split("\0"))
      .filter((variable) => variable !== "" && !variable.startsWith("PWD="));
    return { env: Object.keys(process.env), environs };
  },
  descriptors: () => ({ open: readdirSync("/proc/self/fd").length, targets: readdirSync("/proc/self/fd") }),
  read: (path) => ({ content: readFileSync(path, "utf8") }),
  list: (path) => ({ names: readdirSync(path) }),
  "read through processes"(path) {
    const found = attempt(() => readdirSync("/proc")).flatMap((pid) =>
      attempt(() => [readFileSync(`/proc/${pid}/root${path}`, "utf8")]),
    );
    return { found };
  },
  async connect(where) {
    const socket = connect(/^\d+$/.test(where) ? { port: Number(where), host: "127.0.0.1" } : { path: where });
    await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    // PostgreSQL's start-up message: version 3.0, and who we claim to be.
    const names = Buffer.from("user\0postgres\0database\0postgres\0\0");
    const head = Buffer.alloc(8);
    head.writeInt32BE(names.length + 8, 0);
    head.writeInt32BE(196_608, 4);
    socket.write(Buffer.concat([head, names]));
    const [answer] = (await new Promise((resolve) => socket.once("data", (data) => resolve([data])))) as [Buffer];
    socket.destroy();
    return { type: answer.toString("latin1", 0, 1), code: answer.readInt32BE(5) };
  },
  signal: (pid) => ({ done: process.kill(Number(pid), "SIGKILL") }),
  "signal all": () => ({ done: process.kill(-1, "SIGKILL") }),
  async "start programs without end"() {
    for (;;) await started("/bin/sleep", ["600"]);
  },
  async "fork without end"() {
    await started("/bin/sh", ["-c", "bomb() { bomb | bomb & }; bomb; sleep 600"]);
    await sleep(600_000);
  },
  "fill the heap"() {
    const kept: number[][] = [];
    // Numbers cost the collector nothing: the heap is full long before the process counts as blocked.
    for (;;) kept.push(Array.from({ length: 1_000_000 }, () => Math.random()));
  },
  "fill buffers"() {
    const kept: Buffer[] = [];
    for (;;) kept.push(Buffer.alloc(32 * 1024 * 1024, 1));
  },
  block() {
    for (;;);
  },
  async "print a gigabyte"() {
    const child = spawn("/bin/sh", ["-c", "yes 'a line of text that says nothing' | head -c 1000000000"], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    await new Promise((resolve) => child.once("close", resolve));
    return {};
  },
  async "log a gigabyte"() {
    const message = "x".repeat(8_000);
    const line = `${JSON.stringify({ type: "log", id: null, level: "info", message, metadata: null })}\n`;
    const child = spawn("/bin/sh", ["-c", `yes "$0" | head -n 125000 >&3`, line.trimEnd()], {
      stdio: ["ignore", "inherit", "inherit", 3],
    });
    await new Promise((resolve) => child.once("close", resolve));
    return {};
  },
  "log without end"(_text, ctx) {
    for (let line = 0; line < 100_000; line++) ctx.log.info("x".repeat(10_000));
    return {};
  },
  exit: () => process.exit(3),
  "fill a folder"(folder) {
    const chunk = Buffer.alloc(1024 * 1024, 1);
    for (let file = 0; ; file++) {
      const fd = openSync(`${folder}/file-${file}`, "w");
      for (let written = 0; written < 100; written++) writeSync(fd, chunk);
    }
  },
  "write one file without end"() {
    const fd = openSync("file", "w");
    const chunk = Buffer.alloc(1024 * 1024, 1);
    for (;;) writeSync(fd, chunk);
  },
  "open files without end"() {
    for (;;) openSync("/dev/null", "r");
  },
  async "leave a child"(ending) {
    // In a session of its own, so that a kill of the group passes it over.
    const child = spawn("/bin/sh", ["-c", "trap '' TERM HUP; sleep 600 & sleep 600"], {
      detached: true,
      stdio: "ignore",
    });
    await new Promise((resolve) => child.once("spawn", resolve));
    child.unref();
    if (ending === "exit") process.exit(0);
    return {};
  },
};

function attempt<T>(read: () => T[]): T[] {
  try {
    return read();
  } catch {
    return [];
  }
}

function started(program: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    spawn(program, args, { stdio: "ignore" })
      .once("spawn", () => resolve())
      .once("error", reject);
  });
}

export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ mode: z.string(), text: z.string().default("") }),
      outputs: z.looseObject({}),
      create: (ctx) => attacks[ctx.config.mode]?.(ctx.config.text, ctx) as Record<string, never>,
      update: () => ({}),
      delete() {},
    }),
  },
});
