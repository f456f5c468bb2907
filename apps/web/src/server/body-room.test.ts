import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { encode } from "next-auth/jwt";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { bodyRoom } from "./body-room.ts";
import { postponeBody } from "./bounded-body.ts";
import type { WebEnv } from "./env.ts";

const SECRET = "a secret of more than 32 characters";
const MIB = 1024 * 1024;
const LIMIT = 4 * MIB;
// Room for the largest body, a fraction of it for strangers, and another for small bodies.
const env = {
  authSecret: SECRET,
  requestMemoryBytes: (32 * MIB * 16) / 13,
  settings: { publicWebUrl: "http://localhost:3000", maxFileBytes: LIMIT },
} as WebEnv;

let admitted: string[];
let answers: (() => void)[];
let server: Server;

beforeEach(async () => {
  const paths: string[] = [];
  const ends: (() => void)[] = [];
  const takeRoom = bodyRoom(env);
  server = createServer(async (request, response) => {
    const giveRoom = await takeRoom(request, response, LIMIT);
    if (giveRoom === null) return postponeBody(request, response);
    response.once("close", giveRoom);
    paths.push(request.url ?? "");
    ends.push(() => response.end("done"));
  });
  admitted = paths;
  answers = ends;
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const cookieOf = async (login: string): Promise<string> =>
  `pragma-login=${await encode({ token: { login }, secret: SECRET, salt: "pragma-login" })}`;

/** Sends the head of a request with a body of so many bytes. */
async function send(path: string, bytes: number, login?: string) {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => undefined);
  const cookie = login === undefined ? "" : `Cookie: ${await cookieOf(login)}\r\n`;
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${cookie}Content-Length: ${bytes}\r\n\r\n`);
  return socket;
}

const wait = (paths: string[]) => vi.waitFor(() => expect(admitted.toSorted()).toEqual(paths), 5000);

it("large bodies of one sender wait, those of others and small ones do not", async () => {
  await send("/first", MIB, "a");
  await wait(["/first"]);
  await send("/second", 3 * MIB, "a");
  await send("/other", MIB, "b");
  await send("/small", 1000, "a");
  await wait(["/first", "/other", "/small"]);
  answers[0]?.();
  await wait(["/first", "/other", "/second", "/small"]);
});

it("where too many wait, the next is answered 503 with Retry-After, unread", async () => {
  await send("/first", 4 * MIB);
  await wait(["/first"]);
  await Promise.all(Array.from({ length: 100 }, () => send("/waiting", 4 * MIB)));
  const answer = await text(await send("/second", 4 * MIB));
  expect(answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*Retry-After: 1\r\n[\s\S]*try again in a moment/);
});

it("bodies of strangers, however many, leave room for the largest of somebody who is signed in", async () => {
  for (let count = 0; count < 4; count++) await send("/stranger", MIB);
  await wait(["/stranger"]);
  await send("/signed-in", 4 * MIB, "a");
  await wait(["/signed-in", "/stranger"]);
});
