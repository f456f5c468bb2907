import { createServer, type IncomingMessage, request as send } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MAX_JSON_VALUES } from "@pragma/language";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boundedBody, refuseBody } from "./bounded-body.ts";
import { MAX_FORM_FIELDS } from "./form-fields.ts";

const LIMIT = 64;

/** Requests that got past the bound. */
const seen: { method: string | undefined; url: string | undefined; host: string | undefined; body: string }[] = [];

const server = createServer(async (request, response) => {
  const bounded = await boundedBody(request, LIMIT).catch(() => undefined);
  if (bounded === undefined) return;
  if (bounded === null) return refuseBody(request, response, LIMIT);
  const { method, url, headers } = bounded;
  seen.push({ method, url, host: headers.host, body: await text(bounded) });
  response.end("taken");
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

/** @param declared whether the length is declared ahead */
function post(chunks: string[], declared: boolean): Promise<{ status: number | undefined; body: string }> {
  const { port } = server.address() as AddressInfo;
  const headers = declared ? { "content-length": chunks.join("").length } : { "transfer-encoding": "chunked" };
  return new Promise((resolve, reject) => {
    const request = send(
      { host: "127.0.0.1", port, path: "/a?b", method: "POST", headers },
      (answer: IncomingMessage) => {
        text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
      },
    );
    request.on("error", reject);
    for (const chunk of chunks) request.write(chunk);
    request.end();
  });
}

describe.each([
  ["declared", true],
  ["in chunks", false],
])("a body whose length is %s", (_how, declared) => {
  it("is passed on unchanged up to the limit", async () => {
    seen.length = 0;
    expect(await post(["x".repeat(LIMIT / 2), "y".repeat(LIMIT / 2)], declared)).toEqual({
      status: 200,
      body: "taken",
    });
    expect(seen).toEqual([
      { method: "POST", url: "/a?b", host: expect.any(String), body: "x".repeat(LIMIT / 2) + "y".repeat(LIMIT / 2) },
    ]);
  });

  it("is refused one byte later, and reaches nobody", async () => {
    seen.length = 0;
    const answer = await post(["x".repeat(LIMIT), "y"], declared);
    expect(answer).toEqual({
      status: 413,
      body: `The body has more than ${LIMIT} bytes, 350000 keys and values, or 1000 fields`,
    });
    expect(seen).toEqual([]);
  });
});

it("JSON of more values than may be is refused, however few its bytes", async () => {
  seen.length = 0;
  const body = `[${"1,".repeat(MAX_JSON_VALUES)}1]`;
  const generous = createServer(async (request, response) => {
    const bounded = await boundedBody(request, 2 * body.length);
    if (bounded === null) refuseBody(request, response, 2 * body.length);
    else response.end(await text(bounded));
  });
  await new Promise<void>((resolve) => generous.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(generous.address() as AddressInfo).port}/`;
  const send = (type: string) => fetch(url, { method: "POST", headers: { "content-type": type }, body });
  expect((await send("application/json")).status).toBe(413);
  expect((await send("application/json; charset=utf-8")).status).toBe(413);
  expect(await (await send("text/plain")).text()).toBe(body);
  generous.close();
});

describe("a form of more fields than may be is refused, however few its bytes", () => {
  const part = '--x\r\ncontent-disposition: form-data; name="a"; filename="a"\r\n\r\n\r\n';
  const send = async (type: string, body: string): Promise<number> => {
    const generous = createServer(async (request, response) => {
      const bounded = await boundedBody(request, 2 * body.length);
      if (bounded === null) refuseBody(request, response, 2 * body.length);
      else response.end(await text(bounded));
    });
    await new Promise<void>((resolve) => generous.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(generous.address() as AddressInfo).port}/`;
    const { status } = await fetch(url, { method: "POST", headers: { "content-type": type }, body });
    generous.close();
    return status;
  };

  it.each([
    ["application/x-www-form-urlencoded", "a&", ""],
    ["text/plain; Application/X-WWW-Form-Urlencoded", "a&", ""],
    ["multipart/form-data; boundary=x", part, "--x--\r\n"],
    ['Multipart/Form-Data; charset=utf-8; Boundary="x"', part, "--x--\r\n"],
  ])("%s", async (type, field, end) => {
    expect(await send(type, field.repeat(MAX_FORM_FIELDS - 1) + end)).toBe(200);
    expect(await send(type, field.repeat(MAX_FORM_FIELDS + 1) + end)).toBe(413);
  });

  it.each(["", "; boundary=y; boundary=x", '; boundary="\\x"'])(
    "parts that could be divided in several ways%s",
    async (more) => {
      expect(await send(`multipart/form-data${more}`, `${part}--x--\r\n`)).toBe(413);
    },
  );
});

it("a request without a body goes on", async () => {
  const { port } = server.address() as AddressInfo;
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("taken");
});

it("nothing of a body that ends early is passed on", async () => {
  seen.length = 0;
  const { port } = server.address() as AddressInfo;
  const left = new Promise<void>((resolve) => server.once("request", (request) => request.once("close", resolve)));
  const request = send({ host: "127.0.0.1", port, method: "POST", headers: { "content-length": 10 } });
  request.on("error", () => undefined);
  server.once("request", () => request.destroy());
  request.write("half");
  await left;
  expect(seen).toEqual([]);
});

it("a body whose sender has left before it is read is not waited for", async () => {
  const ended = Promise.withResolvers<unknown>();
  const late = createServer(async (request) => {
    await new Promise((resolve) => request.once("close", resolve));
    boundedBody(request, LIMIT).then(ended.resolve, ended.reject);
  });
  await new Promise<void>((resolve) => late.listen(0, "127.0.0.1", resolve));
  const socket = connect((late.address() as AddressInfo).port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");
  late.once("request", () => socket.resetAndDestroy());
  await expect(ended.promise).rejects.toThrow("The sender left");
  late.close();
});

it("costs as much memory as it has bytes, in however small pieces they come", async () => {
  const count = 100_000;
  const pieces = "1\r\nx\r\n".repeat(count);
  const received = Promise.withResolvers<void>();
  let left = count;
  const patient = createServer(async (request, response) => {
    request.on("data", () => {
      left -= 1;
      if (left === 0) received.resolve();
    });
    response.end(String((await boundedBody(request, count))?.readableLength));
  });
  await new Promise<void>((resolve) => patient.listen(0, "127.0.0.1", resolve));
  const socket = connect((patient.address() as AddressInfo).port, "127.0.0.1");
  const before = heapInUse();
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${pieces}`);
  await received.promise;
  expect(heapInUse() - before).toBeLessThan(4 * 1024 * 1024);
  socket.end("0\r\n\r\n");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200[\s\S]*\r\n\r\n100000$/);
  patient.close();
});

/** Bytes of the heap in use after garbage collection. */
function heapInUse(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  return process.memoryUsage().heapUsed;
}
