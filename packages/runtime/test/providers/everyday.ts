import { execFile, fork } from "node:child_process";
import { createHash, generateKeyPairSync, randomUUID, scryptSync } from "node:crypto";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { createReadStream, createWriteStream, watch } from "node:fs";
import { copyFile, cp, link, mkdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createServer as createSocketServer } from "node:net";
import { cpus, networkInterfaces, userInfo } from "node:os";
import { pipeline } from "node:stream/promises";
import { getCACertificates } from "node:tls";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { brotliCompressSync, brotliDecompressSync, createGunzip, createGzip } from "node:zlib";
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

/** The library that a shipped provider depends on. */
const libraryOf = (provider: string, name: string) =>
  createRequire(new URL(`../../../../providers/${provider}/package.json`, import.meta.url))(name);

type Exports = Record<string, (...values: number[]) => number>;
/** Node has it; the types of Node alone do not. */
const { WebAssembly: webAssembly } = globalThis as unknown as {
  WebAssembly: { instantiate(code: Uint8Array): Promise<{ instance: { exports: Exports } }> };
};

/** Habits of providers; `mode` in the config says which, and `url` where. */
const habits: Record<string, (url: string) => unknown> = {
  async postgres(url) {
    const { Client } = libraryOf("postgres", "pg");
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query("SELECT 40 + $1::int AS answer", [2]);
    await client.end();
    return rows[0];
  },
  async redis(url) {
    const client = libraryOf("redis", "@redis/client").createClient({ url });
    await client.connect();
    await client.set("key", "value");
    const answer = await client.get("key");
    await client.close();
    return { answer };
  },
  async fetch() {
    const server = createServer((request, response) => request.pipe(response)).listen(0, "localhost");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const response = await fetch(`http://localhost:${port}/`, { method: "POST", body: "echo" });
    const answer = await response.text();
    server.closeAllConnections();
    server.close();
    return { answer };
  },
  async "names and certificates"() {
    const { address } = await lookup("localhost");
    return { address, authorities: getCACertificates("system").length > 0 };
  },
  async sockets() {
    const server = createSocketServer((socket) => socket.end("hello")).listen("./socket");
    await once(server, "listening");
    const udp = createSocket("udp4").bind(0, "127.0.0.1");
    await once(udp, "listening");
    udp.send("datagram", udp.address().port, "127.0.0.1");
    const [message] = await once(udp, "message");
    udp.close();
    server.close();
    return { message: String(message), interfaces: Object.keys(networkInterfaces()).length > 0 };
  },
  async compression() {
    const text = "text ".repeat(10_000);
    await writeFile("plain", text);
    await pipeline(createReadStream("plain"), createGzip(), createWriteStream("packed"));
    await pipeline(createReadStream("packed"), createGunzip(), createWriteStream("unpacked"));
    const back = brotliDecompressSync(brotliCompressSync(text)).toString();
    return { same: back === text && (await readFile("unpacked", "utf8")) === text };
  },
  cryptography() {
    const { privateKey } = generateKeyPairSync("ed25519");
    const hash = createHash("sha256")
      .update(scryptSync("password", randomUUID(), 32))
      .digest("hex");
    return { type: privateKey.asymmetricKeyType, length: hash.length };
  },
  async threads() {
    const worker = new Worker("require('node:worker_threads').parentPort.postMessage('from a thread')", { eval: true });
    const [answer] = await once(worker, "message");
    await worker.terminate();
    return { answer, shared: Atomics.add(new Int32Array(new SharedArrayBuffer(4)), 0, 1) };
  },
  async "web assembly"() {
    // (module (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add))
    const code = "0061736d0100000001070160027f7f017f030201000707010361646400000a09010700200020016a0b";
    const { instance } = await webAssembly.instantiate(Buffer.from(code, "hex"));
    return { answer: instance.exports["add"]?.(40, 2) };
  },
  async files() {
    await mkdir("folder/inner", { recursive: true });
    const watcher = watch("folder");
    const changed = once(watcher, "change");
    await writeFile("folder/one", "content");
    await changed;
    watcher.close();
    await copyFile("folder/one", "folder/two");
    await rename("folder/two", "folder/three");
    await link("folder/one", "folder/hard");
    await symlink("one", "folder/soft");
    await utimes("folder/one", 1, 1);
    await cp("folder", "copy", { recursive: true });
    const { mtimeMs, nlink } = await stat("folder/soft");
    await rm("folder", { recursive: true });
    return { content: await readFile("copy/hard", "utf8"), mtimeMs: mtimeMs > 0, nlink };
  },
  async "child processes"() {
    const { stdout } = await promisify(execFile)(process.execPath, ["-p", "6 * 7"]);
    await writeFile("child.mjs", "process.on('message', (m) => process.send(m + ' and back', () => process.exit()))");
    const child = fork("./child.mjs");
    child.send("there");
    const [answer] = await once(child, "message");
    return { answer: `${stdout.trim()} ${answer}` };
  },
  async database() {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync("database");
    database.exec("PRAGMA journal_mode = wal; CREATE TABLE item (name text); INSERT INTO item VALUES ('one')");
    const row = database.prepare("SELECT name FROM item").get();
    database.close();
    return { row: { ...row } };
  },
  surroundings() {
    const time = new Intl.DateTimeFormat("de", { timeZone: "Asia/Kathmandu", timeStyle: "short" }).format(0);
    return { time, processors: cpus().length > 0, user: userInfo().username };
  },
};

export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ mode: z.string(), url: z.string().default("") }),
      outputs: z.looseObject({}),
      create: (ctx) => habits[ctx.config.mode]?.(ctx.config.url) as Record<string, never>,
      update: () => ({}),
      delete() {},
    }),
  },
});
