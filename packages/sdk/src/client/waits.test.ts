import { describe, expect, it } from "vitest";
import { events, json, noBackend, problem, type Step, startFaultServer } from "../../test/support/fault-server.ts";
import { NotFoundError, Pragma, WaitTimeoutError } from "./index.ts";

/** Answers the event stream with one step, and all else with the next of the others, the last one for ever. */
function beside(stream: Step, ...others: Step[]): Step {
  let count = 0;
  return (response, request) => {
    const step = request.url === "/events/stream" ? stream : others[Math.min(count++, others.length - 1)];
    step?.(response, request);
  };
}

const resource = (lifecycle_state: string) =>
  json(200, {
    id: "resource:p_t_n",
    provider: "p",
    resource: "t",
    name: "n",
    lifecycle_state,
    error: null,
    conditions: [],
  });
const away = problem(503, "unavailable");

describe("waits", () => {
  it("look by themselves where no event stream can be had, and outlast an API that is away", async () => {
    const refused = problem(429, "rate_limited", { "retry-after": "3600" });
    const { url, received } = await startFaultServer(beside(refused, resource("pending"), away, resource("ready")));
    const pragma = new Pragma({ apiUrl: url, token: "t", maxRetries: 0 });
    expect(await pragma.resources.waitUntilReady("p/t/n")).toMatchObject({ lifecycle_state: "ready" });
    expect(received.filter((request) => request.url !== "/events/stream")).toHaveLength(3);
  });

  it("look again when the stream tells of that resource, and of no other", async () => {
    const told = (id: string) => `id: 1\nevent: state_change\ndata: {"resource_id":"${id}"}\n\n`;
    const stream: Step = (response, request) => {
      events([], "open")(response, request);
      setTimeout(() => response.write(told("resource:p_t_other")), 100);
      setTimeout(() => response.write(told("resource:p_t_n")), 200);
    };
    const { url, received } = await startFaultServer(
      beside(stream, resource("pending"), resource("processing"), resource("ready")),
    );
    await new Pragma({ apiUrl: url, token: "t" }).resources.waitUntilReady("p/t/n");
    // At the start, when the stream stood, and when it told; a look of its own would come after 5 s.
    expect(received.filter((request) => request.url !== "/events/stream")).toHaveLength(3);
  });

  it("end when what is waited for is deleted, or was never there", async () => {
    const gone = problem(404, "not_found");
    const { url } = await startFaultServer(beside(events([], "open"), resource("pending"), gone));
    const { resources } = new Pragma({ apiUrl: url, token: "t" });
    await expect(resources.waitUntilReady("p/t/n")).rejects.toThrow(/it was deleted meanwhile/);
    await expect(resources.waitUntilReady("p/t/n")).rejects.toBeInstanceOf(NotFoundError);
    await resources.waitUntilGone("p/t/n");
  });

  it("take a 404 that is not the API's for an API that is away, and for an error where nothing was seen", async () => {
    const gone = problem(404, "not_found");
    const stream = events([], "open");
    const back = await startFaultServer(beside(stream, resource("pending"), noBackend, resource("ready")));
    const { resources } = new Pragma({ apiUrl: back.url, token: "t", maxRetries: 0 });
    expect(await resources.waitUntilReady("p/t/n")).toMatchObject({ lifecycle_state: "ready" });

    const looks: Step[] = [resource("deleting"), noBackend, resource("deleting"), gone];
    const deleted = await startFaultServer(beside(stream, ...looks));
    await new Pragma({ apiUrl: deleted.url, token: "t", maxRetries: 0 }).resources.waitUntilGone("p/t/n");
    expect(deleted.received.filter(({ url }) => url !== "/events/stream")).toHaveLength(looks.length);

    const never = await startFaultServer(noBackend);
    const { resources: unseen } = new Pragma({ apiUrl: never.url, token: "t" });
    await expect(unseen.waitUntilGone("p/t/n")).rejects.toMatchObject({ status: 404, code: null });
  });

  it("for builds and deployments outlast an API that is away, and say where it stood when the time is up", async () => {
    const build = (status: string) => json(200, { provider_id: "p", version: "v", status });
    const { url } = await startFaultServer(build("pending"), away, build("success"));
    const { providers } = new Pragma({ apiUrl: url, token: "t", maxRetries: 0 });
    expect(await providers.waitForBuild("p", "v")).toMatchObject({ status: "success" });

    const stuck = await startFaultServer(json(200, { status: "progressing", version: "v" }));
    const waiting = new Pragma({ apiUrl: stuck.url, token: "t" }).providers.waitForDeployment("p", { timeout: 1_000 });
    const error = await waiting.catch((reason) => reason);
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error.message).toBe("The deployment of p did not end within 1000 ms: it is progressing");
  });
});
