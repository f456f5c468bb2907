import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { startApi, type TestApi } from "../support/api.ts";
import type { Tenant } from "../support/tenant.ts";

const MIB = 1024 * 1024;
/** More than fit into the room for bodies. */
const SENDERS = 40;

let api: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  api = await startApi();
  tenant = await api.tenant();
});
afterAll(() => api.close());

/** Begins many bodies, of a megabyte unless told otherwise, and ends none. */
async function beginBodies(path: string, headers = "", { type = "application/json", bytes = MIB } = {}): Promise<void> {
  const { hostname, port } = new URL(api.url);
  for (let count = 0; count < SENDERS; count++) {
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => undefined);
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\n${headers}Content-Type: ${type}\r\nContent-Length: ${bytes}`;
    await once(socket, "connect");
    socket.write(`${head}\r\n\r\n{`);
  }
  // By the time of this answer, the heads that came before are taken up.
  await tenant.client.get("/auth/me");
}

/** Sends as large a body as there is. @returns 422, since it is not a change, if there was room to read it */
async function sendLargest(): Promise<number> {
  const headers = { "content-type": "application/json" };
  return (await tenant.client.post("/changes", `{}${" ".repeat(10 * MIB - 2)}`, headers)).status;
}

it("strangers that begin bodies and do not end them keep no sender's largest body out", async () => {
  await beginBodies("/auth/exchange");
  expect(await sendLargest()).toBe(422);
});

it("an organization that begins bodies and does not end them keeps no other's largest body out", async () => {
  const { token } = await api.tenant();
  await beginBodies("/resources/apply", `Authorization: Bearer ${token}\r\n`);
  expect(await sendLargest()).toBe(422);
});

it("sources of providers, which are received to disk, keep no largest body of their organization out", async () => {
  const { token } = tenant;
  const source = { type: "multipart/form-data; boundary=x", bytes: 20 * MIB };
  await beginBodies("/providers/acme/push", `Authorization: Bearer ${token}\r\n`, source);
  expect(await sendLargest()).toBe(422);
});
