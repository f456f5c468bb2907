import { ProviderHarness } from "@pragma/sdk/provider/testing";
import { describe, expect, test } from "vitest";
import provider from "../src/index.ts";
import { hasRedisServer, uniqueName, useServer } from "./support/server.ts";

const server = useServer();

describe.runIf(hasRedisServer)("through a connection", () => {
  test("users and key spaces are on its server, and their url is there", async () => {
    const harness = new ProviderHarness(provider, { connection: { url: server.url() } });
    const name = uniqueName("app");
    const created = await harness.create("acl-user", {
      config: { name, password: "its-password", commands: ["+ping"] },
    });
    expect(created).toMatchObject({ ok: true, outputs: { url: server.url(name, "its-password") } });
    expect(await server.run(["PING"], server.url(name, "its-password"))).toBe("PONG");
    const space = { prefix: `${name}:`, username: `${name}-space`, password: "its-password" };
    expect(await harness.create("key-space", { config: space })).toMatchObject({ ok: true });
    expect(await harness.health("key-space")).toMatchObject({ health: { status: "healthy" } });
    expect(await harness.delete("key-space")).toMatchObject({ ok: true });
    expect(await harness.delete("acl-user")).toMatchObject({ ok: true });
  });

  test("a server of its own wins, and without either the error says what to give", async () => {
    const harness = new ProviderHarness(provider, { connection: { url: "redis://127.0.0.1:1" } });
    const config = { name: uniqueName("app"), password: "its-password" };
    expect(await harness.create("acl-user", { config: { ...config, server_url: server.url() } })).toMatchObject({
      ok: true,
    });
    expect(await harness.update("acl-user", { config, connection: null })).toMatchObject({
      error: {
        kind: "config",
        message: "It names no server: give config.server_url or, in its field connection, a redis/connection",
      },
    });
    expect(await harness.delete("acl-user", { config: { ...config, server_url: server.url() } })).toMatchObject({
      ok: true,
    });
  });

  test("a connection is ready once the server answers, and names its own field where that is wrong", async () => {
    const harness = new ProviderHarness(provider);
    const create = (url: string) => harness.create("connection", { config: { url } });
    expect(await create("http://host")).toMatchObject({
      error: { kind: "config", message: "url must begin with redis:// or rediss://, not http://" },
    });
    expect(await create("redis://127.0.0.1:1")).toMatchObject({
      error: { message: expect.stringContaining("nothing accepts connections there") },
    });
    expect(await create(server.url("nobody", "wrong-password"))).toMatchObject({ ok: false });
    expect(await create(server.url())).toMatchObject({ ok: true, outputs: {} });
    expect(await harness.health("connection")).toMatchObject({ health: { status: "healthy" } });
  });
});
