import { spawn } from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import { text } from "node:stream/consumers";
import tls from "node:tls";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { createClient } from "@redis/client";
import pg from "pg";
import { z } from "zod";

/** Reaches out the way programs do. `target` is a URL; for sockets `host:port`, with brackets around IPv6. */
const ways: Record<string, (target: string, more: string) => Promise<unknown>> = {
  async fetch(target, body) {
    const answer = await fetch(target, body === "" ? {} : { method: "POST", body });
    return { status: answer.status, text: await answer.text() };
  },
  http: (target) => request(http, target),
  https: (target, ca) => request(https, target, { ca, servername: "localhost" }),
  async http2(target, ca) {
    const session = http2.connect(target, { ca });
    try {
      const stream = session.request({ ":path": "/" });
      return { text: await text(stream) };
    } finally {
      session.close();
    }
  },
  async pg(target, query) {
    const client = new pg.Client({ connectionString: target });
    client.on("error", () => {});
    await client.connect();
    try {
      return { rows: (await client.query(query)).rows };
    } finally {
      await client.end();
    }
  },
  async redis(target) {
    const client = createClient({ url: target, socket: { reconnectStrategy: false } });
    client.on("error", () => {});
    await client.connect();
    try {
      await client.set("key", "value");
      return { text: await client.get("key"), pong: await client.ping() };
    } finally {
      client.destroy();
    }
  },
  async socket(target, words) {
    const { host, port } = place(target);
    const socket = net.connect({ host, port, allowHalfOpen: true });
    // Before it is connected.
    socket.end(words);
    return { text: await text(socket), remote: socket.remoteAddress, port: socket.remotePort };
  },
  async tls(target, ca) {
    const { host, port } = place(target);
    const socket = tls.connect(port, host, { ca, servername: "localhost" });
    socket.end("hello\n");
    return { text: await text(socket), authorized: socket.authorized };
  },
  async "tls over a socket"(target, ca) {
    const { host, port } = place(target);
    const plain = net.connect(port, host);
    const socket = tls.connect({ socket: plain, ca, servername: "localhost" });
    socket.end("hello\n");
    return { text: await text(socket), authorized: socket.authorized };
  },
  async "own lookup"(target, address) {
    const { host, port } = place(target);
    const lookup: net.LookupFunction = (_name, options, callback) =>
      options.all ? callback(null, [{ address, family: 4 }]) : callback(null, address, 4);
    return { text: await text(net.connect({ host, port, lookup })) };
  },
  async lookup(target) {
    const callback = await promisify((name: string, done: (error: Error | null, address?: string) => void) =>
      dns.lookup(name, (error, address) => done(error, address)),
    )(target);
    return { callback, all: await dns.promises.lookup(target, { all: true }) };
  },
  async records(target) {
    return { records: await dns.promises.resolveTxt(target) };
  },
  /** The error codes of failed lookups, and the results of a lookup beside them. */
  async "impossible names"(target) {
    const names = ["a".repeat(300), "a\0b"];
    const asked = await Promise.allSettled([
      ...names.map((name) => dns.promises.lookup(name)),
      ...names.map((name) => fetch(`http://${name.replace("\0", "%00")}/`)),
      dns.promises.resolve4(""),
      Promise.resolve().then(() => dns.promises.resolve("localhost", "BOGUS")),
      dns.promises.lookup(target),
    ]);
    const codes = asked.map((each) => (each.status === "rejected" ? codeOf(each.reason) : "found"));
    return { codes };
  },
  async "many names"(target, count) {
    const asked = await Promise.allSettled(Array.from({ length: Number(count) }, () => dns.promises.lookup(target)));
    return { found: asked.filter(({ status }) => status === "fulfilled").length };
  },
  async resolver(target, server) {
    const own = new dns.promises.Resolver();
    const old = new dns.Resolver();
    if (server !== "") for (const each of [own, old]) each.setServers([server]);
    const asked = await Promise.allSettled([
      own.resolve4(target),
      promisify((name: string, done: (error: Error | null, found?: string[]) => void) => old.resolve(name, done))(
        target,
      ),
      own.resolve(target, "ANY"),
    ]);
    return { answers: asked.map((each) => (each.status === "rejected" ? each.reason.message : each.value)) };
  },
  /** The events of a socket while it connects. */
  async events(target) {
    const socket = net.connect(place(target));
    const told: unknown[] = [];
    for (const name of ["lookup", "connect"])
      socket.on(name, (...values) => told.push([name, ...values.map((each) => each?.code ?? each)]));
    await new Promise<void>((resolve) => socket.once("connect", resolve).once("error", () => resolve()));
    socket.destroy();
    return { told };
  },
  /** Makes connections, and leaves each when it is there. With `ended` it ends its side before. */
  async leave(target, more) {
    const { host, port } = place(target);
    const [count = "", ended] = more.split(" ");
    for (let index = 0; index < Number(count); index++) {
      const socket = net.connect(port, host);
      await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
      socket.write("words");
      if (ended) socket.end();
      await new Promise((resolve) => setTimeout(resolve, 20));
      socket.destroy();
    }
    return { made: Number(count) };
  },
  /** The view of a program that knows nothing about the proxy. */
  async program(target) {
    const { host, port } = place(target);
    const script =
      "const s=require('net').connect(+process.argv[2],process.argv[1],()=>{console.log('connected');process.exit()});s.on('error',(e)=>{console.log(e.code);process.exit()})";
    const child = spawn(process.execPath, ["-e", script, host, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
    return { text: (await text(child.stdout)).trim() };
  },
  async thread(target) {
    const { host, port } = place(target);
    const code =
      "const {parentPort:p,workerData:d}=require('worker_threads');require('net').connect(d.port,d.host,()=>p.postMessage('connected')).on('error',(e)=>p.postMessage(e.code))";
    const worker = new Worker(code, { eval: true, workerData: { host, port } });
    return { text: await new Promise((resolve) => worker.once("message", resolve)) };
  },
  async datagram(target) {
    const { host, port } = place(target);
    const socket = dgram.createSocket(host.includes(":") ? "udp6" : "udp4");
    const error = await new Promise<Error | null>((resolve) => socket.send("hello", port, host, resolve));
    socket.close();
    return { text: error === null ? "sent" : (error as NodeJS.ErrnoException).code };
  },
  async hold(target, count) {
    const { host, port } = place(target);
    const sockets = await Promise.allSettled(
      Array.from({ length: Number(count) }, () => {
        const socket = net.connect(port, host);
        return new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
      }),
    );
    const refused = sockets
      .filter((each) => each.status === "rejected")
      .map((each) => (each as PromiseRejectedResult).reason.code);
    return { connected: sockets.length - refused.length, refused: [...new Set(refused)] };
  },
  async interfaces() {
    const { networkInterfaces } = await import("node:os");
    return { names: Object.keys(networkInterfaces()) };
  },
  /** Milliseconds for each of `count` requests, one after another. */
  async "time of fetch"(target, count) {
    return timed(Number(count), async () => void (await (await fetch(target)).text()));
  },
  async "time of connections"(target, count) {
    const agent = new http.Agent({ keepAlive: false });
    return timed(Number(count), () => request(http, target, { agent }));
  },
  async "time of pg"(target, count) {
    const client = new pg.Client({ connectionString: target });
    await client.connect();
    const times = await timed(Number(count), () => client.query("select 1"));
    await client.end();
    return times;
  },
  async "time of bulk"(target) {
    const start = performance.now();
    const bytes = (await (await fetch(target)).arrayBuffer()).byteLength;
    return { bytes, ms: performance.now() - start };
  },
};

function codeOf(error: Error & { code?: string; cause?: { code?: string } }): string {
  return error.code ?? error.cause?.code ?? error.message;
}

async function timed(count: number, run: () => Promise<unknown>) {
  for (let index = 0; index < count / 10; index++) await run();
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  return { median: times[Math.floor(count / 2)], p99: times[Math.floor(count * 0.99)] };
}

function request(module: typeof http | typeof https, target: string, options: https.RequestOptions = {}) {
  return new Promise((resolve, reject) => {
    module
      .get(target, options, (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode, text: body }), reject);
      })
      .on("error", reject);
  });
}

function place(target: string): { host: string; port: number } {
  const [, host = "", port] = /^\[?(.*?)\]?:(\d+)$/.exec(target) ?? [];
  return { host, port: Number(port) };
}

const nothing = z.looseObject({});

export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ way: z.string(), target: z.string().default(""), more: z.string().default("") }),
      outputs: nothing,
      async create({ config: { way, target, more } }) {
        const reach = ways[way];
        if (!reach) throw new TypeError(`no way ${way}`);
        return nothing.parse(await reach(target, more));
      },
      update: () => ({}),
      async delete() {},
    }),
  },
});
