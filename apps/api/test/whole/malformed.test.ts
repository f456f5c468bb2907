import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import { checkAnswer } from "../support/check-answer.ts";
import type { Tenant } from "../support/tenant.ts";

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

/** Sends a request exactly as written here, and checks its answer against the OpenAPI document. */
async function send(head: string, checked = true, { host = "Host: localhost\r\n", sent = "" } = {}): Promise<number> {
  const { port } = new URL(api.url);
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(`${head}\r\n${host}Connection: close\r\n\r\n${sent}`);
  const answer = await text(socket);
  const [, status = ""] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
  const [headers = "", ...body] = answer.split("\r\n\r\n");
  const [method = "", path = ""] = head.split(" ");
  const received = new Headers(
    headers
      .split("\r\n")
      .slice(1)
      .map((line): [string, string] => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim()]),
  );
  if (checked) checkAnswer(method, path, { status: Number(status), headers: received, text: body.join("\r\n\r\n") });
  return Number(status);
}

describe("a malformed request has an answer that the document describes", () => {
  it.each<[string, string, string, Record<string, string>, number]>([
    ["a body that is not JSON, to DELETE", "DELETE", "/resources/x", { "content-type": "text/plain" }, 415],
    ["a form, to DELETE", "DELETE", "/resources/x", { "content-type": "multipart/form-data; boundary=x" }, 415],
    ["no list of entity tags", "GET", "/openapi.json", { "if-none-match": "junk" }, 422],
    ["no list of entity tags, of a file", "GET", "/files/a/download", { "if-none-match": "junk" }, 404],
    ["a path that is no UTF-8", "GET", "/resources/%FF", {}, 400],
    ["OPTIONS of a page that asks for nothing", "OPTIONS", "/resources/x", { origin: "http://localhost:3000" }, 405],
    ["a segment longer than any id", "GET", `/resources/${"x".repeat(1500)}`, {}, 414],
  ])("%s", async (_what, method, path, headers, status) => {
    const body = method === "DELETE" ? { body: "x" } : {};
    expect((await tenant.client.call(method, path, { headers, ...body })).status).toBe(status);
  });

  it("a GET's headers about a body that is not read mean nothing", async () => {
    expect(await send("GET /health HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x")).toBe(200);
  });

  it.each<[string, string, number]>([
    ["headers beyond any measure", `GET /health HTTP/1.1\r\nX-Large: ${"x".repeat(20_000)}`, 431],
    ["a header without a name", "GET /resources/ HTTP/1.1\r\n: x", 400],
    ["two lengths", "POST /resources/apply HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2", 400],
  ])("%s", async (_what, head, status) => {
    expect(await send(head)).toBe(status);
  });

  it("no host, where HTTP/1.1 requires one", async () => {
    expect(await send("GET /resources/ HTTP/1.1", true, { host: "" })).toBe(400);
    expect(await send("GET /health HTTP/1.0", true, { host: "" })).toBe(200);
  });

  it("an unknown expectation of a client means nothing", async () => {
    expect(await send("GET /health HTTP/1.1\r\nExpect: teapot")).toBe(200);
  });

  it.each<[string, string]>([
    ["refused for its length", `POST /resources/apply HTTP/1.1\r\nContent-Type: application/json`],
    ["of nobody", "POST /resources/apply HTTP/1.1\r\nContent-Type: text/plain"],
    ["of nobody, of any length", "POST /files/a/upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x"],
  ])("a body %s is not a reset connection: the answer arrives", async (what, head) => {
    const token = what.includes("nobody") ? "" : `\r\nAuthorization: Bearer ${tenant.client.token}`;
    const sent = "x".repeat(8 * 1024 * 1024);
    const status = await send(`${head}${token}\r\nContent-Length: ${sent.length}`, true, { sent });
    expect(status).toBe(token === "" ? 401 : 413);
  });

  it.each(["//", "///", "//x", "/\\\\"])("the path %s is not one", async (path) => {
    expect(await send(`GET ${path} HTTP/1.1\r\nAuthorization: Bearer ${tenant.client.token}`, false)).toBe(404);
  });
});
