import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { HttpConnection, requestText } from "./http-connection.ts";

/** A server that answers in the form that the path names, and with what it was asked. */
async function serve(): Promise<number> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const answer = JSON.stringify({ method: request.method, auth: request.headers.authorization, body });
    if (request.url === "/missing") response.writeHead(404).end("gone");
    else if (request.url === "/empty") response.writeHead(204).end();
    else if (request.url === "/length") response.setHeader("content-length", Buffer.byteLength(answer)).end(answer);
    else if (request.url === "/cut") request.socket.destroy();
    else {
      for (const character of answer) response.write(character);
      response.end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

it("reads whole answers, whatever their form, one after the other on one connection", async () => {
  const connection = await HttpConnection.open("127.0.0.1", await serve());
  const ask = (method: string, path: string, body?: string) =>
    connection.ask(requestText({ method, path, host: "test", token: "t", ...(body === undefined ? {} : { body }) }));

  const sized = await ask("POST", "/length", '{"é":1}');
  expect(sized.status).toBe(200);
  expect(JSON.parse(sized.body.toString())).toEqual({ method: "POST", auth: "Bearer t", body: '{"é":1}' });

  const chunked = await ask("GET", "/chunked");
  expect(chunked.body.toString()).toContain("G");
  expect(chunked.body.toString().endsWith("0\r\n\r\n")).toBe(true);

  expect((await ask("GET", "/empty")).status).toBe(204);
  const missing = await ask("GET", "/missing");
  expect([missing.status, missing.body.toString()]).toEqual([404, expect.stringContaining("gone")]);
  connection.close();
});

it("fails when the server goes away instead of waiting for ever", async () => {
  const connection = await HttpConnection.open("127.0.0.1", await serve());
  const request = requestText({ method: "GET", path: "/cut", host: "test", token: "t" });
  await expect(connection.ask(request)).rejects.toThrow(/closed|reset/i);
});
