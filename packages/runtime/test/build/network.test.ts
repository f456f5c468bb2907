import { testEach } from "@pragma/testing/test-each";
import { expect, test } from "vitest";
import { build, manifest, providerModule } from "./helpers.ts";

/** Returns what a build of this module says about the network, and what the provider gets. */
async function built(module: string, pragma: object = {}) {
  const log: string[] = [];
  const source = { "package.json": manifest({ pragma: { provider: "demo", ...pragma } }), "index.js": module };
  const { network } = await build(source, { log });
  return { network, warning: /bundle opens connections \((.*?)\)/.exec(log.join(""))?.[1] };
}

testEach(
  [
    ['import net from "node:net"; globalThis.x = net.connect;', "node:net"],
    ['globalThis.x = () => fetch("https://example.com");', "fetch"],
  ],
  [
    ['import { get } from "https"; globalThis.x = get;', "node:https"],
    ['globalThis.x = require("http").request;', "node:http"],
  ],
)("a build warns of %s where the package names no network, and gives it none", async ([line = "", opened]) => {
  expect(await built(providerModule(line))).toEqual({ network: "none", warning: opened });
});

test("a build does not warn if the network is declared, or nothing is opened", async () => {
  const line = 'globalThis.x = () => fetch("https://example.com");';

  expect(await built(providerModule(line), { network: "host" })).toEqual({ network: "host", warning: undefined });
  expect(await built(providerModule(line), { network: "none" })).toEqual({ network: "none", warning: undefined });
  expect(await built(providerModule("// fetch(x) of others"))).toEqual({ network: "none", warning: undefined });
});
