import { describe, expect, it } from "vitest";
import { events, hang, json, noBackend, problem, startFaultServer } from "../../test/support/fault-server.ts";
import { Pragma } from "./index.ts";

const change = (id: string, name: string) => `id: ${id}\nevent: state_change\ndata: {"name":"${name}"}\n\n`;
const line = (second: number, message: string) =>
  `event: log\ndata: {"timestamp":"2026-01-01T00:00:0${second}.000Z","level":"info","message":"${message}","metadata":null}\n\n`;

describe("events.stream", () => {
  it("goes on where a connection ended, broke off or fell silent", async () => {
    const { url, received } = await startFaultServer(
      events([": heartbeat\n\n", change("1", "a")], "end"),
      events([change("2", "b").slice(0, 20)], "cut"),
      json(503, {}),
      events([change("2", "b"), "id: 7\n\n"], "open"),
      events(["event: reset\nid: 9\ndata: {}\n\n", change("10", "c")], "open"),
    );
    const pragma = new Pragma({ apiUrl: url, token: "t" });
    const controller = new AbortController();
    const seen: unknown[] = [];
    for await (const event of pragma.events.stream({ signal: controller.signal, heartbeatTimeout: 300 })) {
      seen.push(event.type === "reset" ? `reset ${event.id}` : `${event.id} ${event.change.name}`);
      if (seen.length === 4) controller.abort();
    }
    expect(seen).toEqual(["1 a", "2 b", "reset 9", "10 c"]);
    expect(received.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "1", "1", "1", "7"]);
  });

  it("goes on from the place told at the beginning, if the connection ends before anything happened", async () => {
    const { url, received } = await startFaultServer(
      events(["id: 5\n\n"], "end"),
      events(["event: reset\nid: 9\ndata: {}\n\n"], "open"),
    );
    for await (const event of new Pragma({ apiUrl: url, token: "t" }).events.stream()) {
      expect(event).toEqual({ type: "reset", id: "9" });
      break;
    }
    expect(received.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, "5"]);
  });

  it("begins after an event that is named", async () => {
    const { url, received } = await startFaultServer(events([change("6", "a")], "open"));
    for await (const _ of new Pragma({ apiUrl: url, token: "t" }).events.stream({ lastEventId: "5" })) break;
    expect(received[0]?.headers["last-event-id"]).toBe("5");
  });

  it("throws what does not pass, at the beginning and later", async () => {
    const revoked = problem(401, "not_authenticated");
    const { url } = await startFaultServer(revoked);
    const stream = new Pragma({ apiUrl: url, token: "t" }).events.stream();
    await expect(stream.next()).rejects.toMatchObject({ status: 401 });

    const later = await startFaultServer(events([change("1", "a")], "end"), revoked);
    const lasting = new Pragma({ apiUrl: later.url, token: "t" }).events.stream();
    await lasting.next();
    await expect(lasting.next()).rejects.toMatchObject({ status: 401 });
  });

  it("ends without an error when its signal aborts, also while nothing comes", async () => {
    const { url } = await startFaultServer(hang);
    const signal = AbortSignal.timeout(50);
    for await (const _ of new Pragma({ apiUrl: url, token: "t" }).events.stream({ signal }))
      throw new Error("nothing came");
    expect(signal.aborted).toBe(true);
  });

  it("closes its connection when the loop is left", async () => {
    let closed: Promise<void> | undefined;
    const { url } = await startFaultServer((response, request) => {
      closed = new Promise((resolve) => response.once("close", () => resolve()));
      events([change("1", "a")], "open")(response, request);
    });
    for await (const _ of new Pragma({ apiUrl: url, token: "t" }).events.stream()) break;
    await closed;
  });
});

describe("followLogs", () => {
  it("tells each line once over several connections, lines that are alike included", async () => {
    const { url, received } = await startFaultServer(
      events([line(1, "a"), line(2, "same"), line(2, "same")], "cut"),
      events([line(2, "same"), line(2, "same"), line(2, "same"), line(3, "b")], "open"),
    );
    const seen: string[] = [];
    for await (const { message } of new Pragma({ apiUrl: url, token: "t" }).resources.followLogs("p/t/n", {
      tail: 5,
    })) {
      seen.push(message);
      if (message === "b") break;
    }
    expect(seen).toEqual(["a", "same", "same", "same", "b"]);
    expect(received.map((request) => request.url)).toEqual([
      "/resources/p%2Ft%2Fn/logs?tail=5&follow=true",
      "/resources/p%2Ft%2Fn/logs?since=2026-01-01T00%3A00%3A02.000Z&tail=10000&follow=true",
    ]);
  });

  it("ends when the resource is gone, which a 404 that is not the API's does not say", async () => {
    const gone = problem(404, "not_found");
    const more = events([line(2, "b")], "end");
    const { url } = await startFaultServer(events([line(1, "a")], "end"), noBackend, more, gone);
    const seen: string[] = [];
    for await (const { message } of new Pragma({ apiUrl: url, token: "t" }).resources.followLogs("p/t/n"))
      seen.push(message);
    expect(seen).toEqual(["a", "b"]);
  });
});

describe("buildLogs", () => {
  it("tells each line once, also when the answer breaks off within one", async () => {
    const text = (body: string, whole: boolean) => (response: import("node:http").ServerResponse) => {
      response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
      response.write(body, () => setTimeout(() => (whole ? response.end() : response.destroy()), 20));
    };
    const { url } = await startFaultServer(text("one\ntwö\nthr", false), text("one\ntwö\nthree\nfour", true));
    const lines: string[] = [];
    for await (const one of new Pragma({ apiUrl: url, token: "t" }).providers.buildLogs("p", "v")) lines.push(one);
    expect(lines).toEqual(["one", "twö", "three", "four"]);
  });
});
