import { describe, expect, onTestFinished, test } from "vitest";
import { describeEgress, Egress, PlainSandbox, ProcessDriver, ProviderSupervisor } from "../../src/index.ts";
import { caller, failure } from "../helpers.ts";
import { sandboxOf } from "../sandbox/kinds.ts";
import { listen, network } from "./support.ts";

const weak = [new PlainSandbox("for a test"), await sandboxOf("user")].filter((sandbox) => sandbox !== null);

describe.each(weak)("in the sandbox $kind", (sandbox) => {
  function reaching(checksAddresses: boolean) {
    const egress = new Egress();
    const driver = new ProcessDriver(sandbox, { egress, checksAddresses: () => checksAddresses });
    const supervisor = new ProviderSupervisor(driver);
    onTestFinished(async () => {
      await supervisor.close();
      await egress.close();
    });
    const call = caller(supervisor, network);
    return (target: string) => call("create", { way: "socket", target });
  }

  test("a provider has the machine's network, and the description says so", async () => {
    const { port } = await listen((socket) => socket.end("there"));

    expect(describeEgress(sandbox)).toMatch(/^The network is not filtered/);
    expect(await reaching(false)(`127.0.0.1:${port}`)).toMatchObject({ text: "there" });
  });

  test("one that must check addresses does", async () => {
    const { port, sockets } = await listen((socket) => socket.end("there"));

    const error = await failure(reaching(true)(`localhost:${port}`));

    expect(error.message).toContain(`add network=127.0.0.1:${port} to PRAGMA_EGRESS_ALLOW`);
    expect(sockets).toEqual([]);
  });
});
