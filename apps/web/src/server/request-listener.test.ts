import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import type { Core } from "@pragma/core";
import { graceful } from "@pragma/http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebEnv } from "./env.ts";
import { requestListener } from "./request-listener.ts";

const env = {
  proxies: 0,
  // A sixteenth of it is for strangers: enough for one of their largest bodies, and not for two.
  requestMemoryBytes: 16 * 600 * 1024,
  settings: { publicWebUrl: "http://localhost:3000", publicApiUrl: "http://localhost:8000" },
} as WebEnv;

/** URLs that pages were asked for. */
const asked: (string | undefined)[] = [];
/** The work that they wait for. */
let working = Promise.resolve();

const server = createServer();
server.on(
  "request",
  requestListener(
    async (request, response) => {
      asked.push(request.url);
      await working;
      response.end();
    },
    { env, core: {} as Core, development: false, end: graceful(server) },
  ),
);

beforeAll(async () => void (await once(server.listen(0, "127.0.0.1"), "listening")));
afterAll(() => server.close());

async function answerTo(start: string): Promise<string> {
  asked.length = 0;
  return answered(start);
}

async function answered(start: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write(`${start} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

describe("what a request is for", () => {
  it.each([
    ["GET /login?next=%2Fo", "/login?next=%2Fo"],
    ["GET /o/%E2%82%AC?q=%zz", "/o/%E2%82%AC?q=%zz"],
    ["GET http://other.example/login?a=b", "/login?a=b"],
    ["GET http://other.example", "/"],
    ["GET //other.example/login", "//other.example/login"],
    ["GET /healthy", "/healthy"],
  ])("of %s is %s", async (start, url) => {
    expect(await answerTo(start)).toMatch(/^HTTP\/1\.1 200 /);
    expect(asked).toEqual([url]);
  });

  it.each(["GET /o/%zz", "GET /%ff", "GET http://other.example/%zz", "OPTIONS *", "GET ftp://other.example/"])(
    "of %s is nothing: 400, with the headers of every answer",
    async (start) => {
      expect(await answerTo(start)).toMatch(
        /^HTTP\/1\.1 400 [\s\S]*X-Request-Id: [\s\S]*X-Content-Type-Options: nosniff/,
      );
      expect(asked).toEqual([]);
    },
  );
});

describe("a platform that asks for health", () => {
  it("is answered past the pages", async () => {
    expect(await answerTo("GET /health?probe=1")).toMatch(/^HTTP\/1\.1 200 [\s\S]*\{"status":"ok"\}/);
    expect(asked).toEqual([]);
  });
});

describe("a sender that leaves", () => {
  it("takes no more room while the page still works on what it sent", async () => {
    asked.length = 0;
    const work = Promise.withResolvers<void>();
    working = work.promise;
    const send = (path: string) => {
      const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
      const body = "x".repeat(60_000);
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      return socket;
    };
    const leaving = send("/first");
    await expect.poll(() => asked).toEqual(["/first"]);
    const left = once(leaving, "close");
    leaving.destroy();
    await left;
    const waiting = send("/second");
    // By the time of this answer, the head that came before is taken up.
    expect(await answered("GET /health")).toMatch(/200 /);
    expect(asked).toEqual(["/first"]);
    working = Promise.resolve();
    work.resolve();
    await expect.poll(() => asked).toEqual(["/first", "/second"]);
    waiting.destroy();
  });
});

describe("a body that declares too many bytes", () => {
  it("is refused at once, however little room there is", async () => {
    asked.length = 0;
    const work = Promise.withResolvers<void>();
    working = work.promise;
    const { port } = server.address() as AddressInfo;
    const post = (body: string) => {
      const socket = connect(port, "127.0.0.1");
      socket.write(`POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      return socket;
    };
    const holding = post("x".repeat(60_000));
    await expect.poll(() => asked).toEqual(["/"]);
    expect(await text(post("x".repeat(70_000)))).toMatch(/^HTTP\/1\.1 413 /);
    working = Promise.resolve();
    work.resolve();
    holding.destroy();
  });
});
