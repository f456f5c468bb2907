import { once } from "node:events";
import { type ClientRequest, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { endpoints } from "@pragma/contract";
import type { Core } from "@pragma/core";
import type { RequestContext } from "@pragma/core/callers";
import Fastify, { type FastifyInstance } from "fastify";
import { expect, it, onTestFinished } from "vitest";
import type { ApiSettings } from "../settings.ts";
import { boundBodies } from "./body-room.ts";
import { handleError } from "./error-handler.ts";
import { parseJsonBodies } from "./json-body.ts";
import { defineRoute } from "./route.ts";
import "./fastify-types.ts";

const MIB = 1024 * 1024;

/** An API with room for one body of a megabyte as JSON, which takes eight times as much, and not for two. */
function createApp(): FastifyInstance {
  const app = Fastify();
  onTestFinished(() => {
    app.server.closeAllConnections();
    return app.close();
  });
  app.decorateRequest("caller", null);
  app.decorateRequest("maxBodyBytes", null);
  app.decorateRequest("handling", null);
  app.decorateRequest("isMultipart", () => false);
  app.decorate("core", { services: { settings: { maxArchiveBytes: MIB, maxFileBytes: MIB } } } as Core);
  app.decorate("settings", { requestMemoryBytes: 12 * MIB, requestDiskBytes: MIB, maxBodyBytes: MIB } as ApiSettings);
  app.setErrorHandler(handleError);
  parseJsonBodies(app);
  boundBodies(app);
  return app;
}

const portOf = (app: FastifyInstance): number => (app.server.address() as AddressInfo).port;

it("a sender that leaves takes no more room while its request is still handled", async () => {
  const app = createApp();
  const arrived: string[] = [];
  app.addHook("onRequest", async (request, reply) => {
    const organizationId = String(request.headers["x-organization"]);
    request.caller = { organizationId } as RequestContext;
    arrived.push(organizationId);
    reply.raw.once("close", () => arrived.push(`${organizationId} left`));
  });
  const handled: string[] = [];
  const release = Promise.withResolvers<void>();
  defineRoute(endpoints.applyResource, async ({ caller, reply }) => {
    const { organizationId } = caller as RequestContext;
    handled.push(`${organizationId} begins`);
    if (organizationId === "a") await release.promise;
    handled.push(`${organizationId} ends`);
    return reply as never;
  }).register(app);
  await app.listen({ port: 0, host: "127.0.0.1" });

  const send = (organization: string): ClientRequest => {
    const headers = { "content-type": "application/json", "x-organization": organization };
    const { path } = endpoints.applyResource;
    const sent = request({ port: portOf(app), host: "127.0.0.1", path, method: "POST", headers });
    sent.on("error", () => undefined);
    const config = { data: { text: "x".repeat(900_000) } };
    sent.end(JSON.stringify({ provider: "pragma", resource: "config", name: "large", config }));
    return sent;
  };
  const until = (list: string[], entry: string) => expect.poll(() => list).toContain(entry);

  const leaving = send("a");
  await until(handled, "a begins");
  leaving.destroy();
  await until(arrived, "a left");
  const waiting = send("b");
  await until(arrived, "b");
  // All that could let it in has run by the time of another request's answer.
  const small = request({
    port: (app.server.address() as AddressInfo).port,
    host: "127.0.0.1",
    path: "/nothing",
  }).end();
  await once(small, "response");
  expect(handled).toEqual(["a begins"]);
  release.resolve();
  await until(handled, "b ends");
  expect(handled).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  waiting.destroy();
});

it("what is only read takes no room for a body, however long its answer is open", async () => {
  const app = createApp();
  app.addHook("onRequest", async (request) => {
    request.caller = { organizationId: "a" } as RequestContext;
  });
  let open = 0;
  app.get("/stream", (_request, reply) => {
    open++;
    reply.hijack();
    reply.raw.write("open");
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const streams = Array.from({ length: 3 }, () => {
    const headers = { "transfer-encoding": "chunked", "content-type": "application/json" };
    const sent = request({ port: portOf(app), host: "127.0.0.1", path: "/stream", headers });
    sent.on("error", () => undefined);
    return sent.end();
  });
  await expect.poll(() => open).toBe(3);
  for (const stream of streams) stream.destroy();
});

it("a body behind an answer that stays open takes no room", async () => {
  const app = createApp();
  const arrived: string[] = [];
  app.addHook("onRequest", async (request) => {
    request.caller = { organizationId: String(request.headers["x-organization"]) } as RequestContext;
    arrived.push(`${request.caller.organizationId} ${request.url}`);
  });
  app.get("/stream", (_request, reply) => {
    reply.hijack();
    reply.raw.write("open");
  });
  const handled: string[] = [];
  defineRoute(endpoints.applyResource, async ({ caller, reply }) => {
    handled.push((caller as RequestContext).organizationId);
    return reply as never;
  }).register(app);
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { path } = endpoints.applyResource;
  const config = { data: { text: "x".repeat(900_000) } };
  const body = JSON.stringify({ provider: "pragma", resource: "config", name: "large", config });
  const head = (organization: string) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nX-Organization: ${organization}\r\n` +
    `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const sockets = ["a", "b"].map(() => connect(portOf(app), "127.0.0.1").on("error", () => undefined));
  const [first, second] = sockets as [Socket, Socket];
  first.write(`GET /stream HTTP/1.1\r\nHost: x\r\nX-Organization: a\r\n\r\n${head("a")}${body}`);
  await expect.poll(() => arrived).toEqual(["a /stream", `a ${path}`]);
  second.write(head("b") + body);
  await expect.poll(() => handled).toEqual(["b"]);
  for (const socket of sockets) socket.destroy();
});

it.each([
  ["JSON", "application/json"],
  ["a file", "multipart/form-data; boundary=x"],
])("a body of %s that declares too many bytes is refused at once, however little room there is", async (_, type) => {
  const app = createApp();
  app.addHook("onRequest", async (request) => {
    request.caller = { organizationId: "a" } as RequestContext;
  });
  const release = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  defineRoute(endpoints.applyResource, async ({ reply }) => {
    begun.resolve();
    await release.promise;
    return reply as never;
  }).register(app);
  await app.listen({ port: 0, host: "127.0.0.1" });
  const post = (bytes: number, type: string): ClientRequest => {
    const headers = { "content-type": type };
    const { path } = endpoints.applyResource;
    const sent = request({ port: portOf(app), host: "127.0.0.1", path, method: "POST", headers });
    sent.on("error", () => undefined);
    const config = { data: { text: "x".repeat(bytes) } };
    sent.end(JSON.stringify({ provider: "pragma", resource: "config", name: "large", config }));
    return sent;
  };
  const holding = post(900_000, "application/json");
  await begun.promise;
  const [answer] = await once(post(2 * MIB, type), "response");
  expect(answer.statusCode).toBe(413);
  release.resolve();
  holding.destroy();
});
