import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** How one request is answered. */
export type Step = (response: ServerResponse, request: Received) => void;

/** A request that arrived. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  /** Bytes of its body, once it has ended. */
  body: Promise<Buffer>;
}

/** An HTTP server that misbehaves as told: each request takes the next step, the last one is repeated. */
export async function startFaultServer(...steps: [Step, ...Step[]]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    const body = collect(request);
    body.catch(() => undefined);
    const arrived = { method, url, headers, body };
    const step = steps[Math.min(received.length, steps.length - 1)] as Step;
    received.push(arrived);
    step(response, arrived);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

async function collect(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Step {
  return (response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };
}

/** Answers with an error as the API words it. */
export function problem(status: number, code: string, headers: Record<string, string> = {}): Step {
  const body = { type: `urn:pragma:error:${code}`, title: "", status, detail: `it is ${code}`, instance: "urn:x" };
  return json(status, body, { "content-type": "application/problem+json", ...headers });
}

/** Answers as an ingress does while it has no backend. */
export const noBackend: Step = (response) => {
  response.writeHead(404, { "content-type": "text/plain" }).end("default backend - 404");
};

/** Closes the connection without an answer. */
export const cut: Step = (response) => void response.destroy();

/** Never answers. */
export const hang: Step = () => {};

/** Begins a JSON answer and breaks it off. */
export const breakOff: Step = (response) => {
  response.writeHead(200, { "content-type": "application/json" });
  response.write('{"half":', () => response.destroy());
};

/** Sends these pieces of an event stream, then ends it, breaks it off, or leaves it open. */
export function events(pieces: string[], then: "end" | "cut" | "open"): Step {
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    for (const piece of pieces) response.write(piece);
    if (then === "end") response.end();
    if (then === "cut") setTimeout(() => response.destroy(), 20);
  };
}
